#include <algorithm>

static int arm(const TreeNode* node, int& best) {
    if (!node) return 0;
    int left = std::max(arm(node->left, best), 0);
    int right = std::max(arm(node->right, best), 0);
    best = std::max(best, node->value + left + right);
    return node->value + std::max(left, right);
}

int heaviestWalk(TreeNode* root) {
    int best = root->value;
    arm(root, best);
    return best;
}
