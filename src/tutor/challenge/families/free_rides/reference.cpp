#include <functional>
#include <limits>
#include <queue>
#include <tuple>
#include <utility>
#include <vector>

int freeRides(int count, const std::vector<std::vector<int>>& roads, int start, int goal, int vouchers) {
    std::vector<std::vector<std::pair<int, int>>> neighbours(count);
    for (const auto& road : roads) {
        neighbours[road[0]].push_back({road[1], road[2]});
        neighbours[road[1]].push_back({road[0], road[2]});
    }
    std::vector<std::vector<int>> least(vouchers + 1, std::vector<int>(count, std::numeric_limits<int>::max()));
    using State = std::tuple<int, int, int>;
    std::priority_queue<State, std::vector<State>, std::greater<State>> queue;
    auto reach = [&](int cost, int town, int used) {
        if (used > vouchers || cost >= least[used][town]) return;
        least[used][town] = cost;
        queue.push({cost, town, used});
    };
    reach(0, start, 0);
    while (!queue.empty()) {
        auto [cost, town, used] = queue.top();
        queue.pop();
        if (town == goal) return cost;
        if (cost > least[used][town]) continue;
        for (auto [other, price] : neighbours[town]) {
            reach(cost + price, other, used);
            reach(cost, other, used + 1);
        }
    }
    return -1;
}
