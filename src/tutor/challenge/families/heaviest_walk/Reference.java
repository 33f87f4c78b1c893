class Solution {
    static int heaviestWalk(TreeNode root) {
        int[] best = {root.value};
        arm(root, best);
        return best[0];
    }

    private static int arm(TreeNode node, int[] best) {
        if (node == null) return 0;
        int left = Math.max(arm(node.left, best), 0);
        int right = Math.max(arm(node.right, best), 0);
        best[0] = Math.max(best[0], node.value + left + right);
        return node.value + Math.max(left, right);
    }
}
