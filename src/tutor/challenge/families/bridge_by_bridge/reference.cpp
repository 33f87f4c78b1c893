#include <numeric>
#include <utility>
#include <vector>

std::vector<int> bridgeByBridge(int count, const std::vector<std::vector<int>>& bridges) {
    std::vector<int> leader(count), size(count, 1), answer;
    std::iota(leader.begin(), leader.end(), 0);
    auto find = [&](int place) {
        while (leader[place] != place) place = leader[place] = leader[leader[place]];
        return place;
    };
    int groups = count;
    for (const auto& bridge : bridges) {
        int large = find(bridge[0]), small = find(bridge[1]);
        if (large != small) {
            if (size[large] < size[small]) std::swap(large, small);
            leader[small] = large;
            size[large] += size[small];
            groups--;
        }
        answer.push_back(groups);
    }
    return answer;
}
