import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

class Solution {
    static long[] levelTotals(TreeNode root) {
        List<Long> totals = new ArrayList<>();
        ArrayDeque<TreeNode> queue = new ArrayDeque<>();
        if (root != null) queue.add(root);
        while (!queue.isEmpty()) {
            long total = 0;
            for (int left = queue.size(); left > 0; left--) {
                TreeNode node = queue.poll();
                total += node.value;
                if (node.left != null) queue.add(node.left);
                if (node.right != null) queue.add(node.right);
            }
            totals.add(total);
        }
        return totals.stream().mapToLong(Long::longValue).toArray();
    }
}
