#include <utility>
#include <vector>

std::vector<long long> levelTotals(TreeNode* root) {
    std::vector<long long> totals;
    std::vector<TreeNode*> level;
    if (root) level.push_back(root);
    while (!level.empty()) {
        long long total = 0;
        std::vector<TreeNode*> next;
        for (TreeNode* node : level) {
            total += node->value;
            if (node->left) next.push_back(node->left);
            if (node->right) next.push_back(node->right);
        }
        totals.push_back(total);
        level = std::move(next);
    }
    return totals;
}
