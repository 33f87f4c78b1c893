import java.util.ArrayDeque;

class Solution {
    record Entry(TreeNode node, long low, long high) {}

    static int misfiledCards(TreeNode root) {
        int misfiled = 0;
        ArrayDeque<Entry> stack = new ArrayDeque<>();
        stack.push(new Entry(root, Long.MIN_VALUE, Long.MAX_VALUE));
        while (!stack.isEmpty()) {
            Entry entry = stack.pop();
            TreeNode node = entry.node();
            if (node == null) continue;
            if (node.value < entry.low() || node.value >= entry.high()) misfiled++;
            stack.push(new Entry(node.left, entry.low(), Math.min(entry.high(), node.value)));
            stack.push(new Entry(node.right, Math.max(entry.low(), node.value), entry.high()));
        }
        return misfiled;
    }
}
