#include <unordered_map>
#include <utility>
#include <vector>

std::vector<int> sharedSuperior(TreeNode* root, const std::vector<std::vector<int>>& pairs) {
    std::vector<TreeNode*> nodes{root};
    std::vector<int> parent{0}, depth{0};
    std::unordered_map<int, int> place;
    for (int i = 0; i < static_cast<int>(nodes.size()); i++) {
        place[nodes[i]->value] = i;
        for (TreeNode* child : {nodes[i]->left, nodes[i]->right}) {
            if (!child) continue;
            nodes.push_back(child);
            parent.push_back(i);
            depth.push_back(depth[i] + 1);
        }
    }
    std::vector<std::vector<int>> up{parent};
    while (1 << up.size() <= depth.back()) {
        std::vector<int> next(nodes.size());
        for (size_t i = 0; i < nodes.size(); i++) next[i] = up.back()[up.back()[i]];
        up.push_back(std::move(next));
    }
    auto shared = [&](int a, int b) {
        if (depth[a] < depth[b]) std::swap(a, b);
        int gap = depth[a] - depth[b];
        for (size_t power = 0; power < up.size(); power++) {
            if (gap >> power & 1) a = up[power][a];
        }
        if (a == b) return a;
        for (size_t power = up.size(); power-- > 0;) {
            if (up[power][a] != up[power][b]) {
                a = up[power][a];
                b = up[power][b];
            }
        }
        return parent[a];
    };
    std::vector<int> answers;
    for (const auto& pair : pairs) answers.push_back(nodes[shared(place[pair[0]], place[pair[1]])]->value);
    return answers;
}
