#include <algorithm>
#include <limits>
#include <vector>

int misfiledCards(TreeNode* root) {
    struct Entry {
        TreeNode* node;
        long long low, high;
    };
    using Limits = std::numeric_limits<long long>;
    int misfiled = 0;
    std::vector<Entry> stack{{root, Limits::min(), Limits::max()}};
    while (!stack.empty()) {
        auto [node, low, high] = stack.back();
        stack.pop_back();
        if (!node) continue;
        long long value = node->value;
        if (value < low || value >= high) misfiled++;
        stack.push_back({node->left, low, std::min(high, value)});
        stack.push_back({node->right, std::max(low, value), high});
    }
    return misfiled;
}
