#include <vector>

std::vector<int> workshopOrder(int count, const std::vector<std::vector<int>>& rules) {
    std::vector<int> waiting(count), order;
    std::vector<std::vector<int>> followers(count);
    for (const auto& rule : rules) {
        waiting[rule[1]]++;
        followers[rule[0]].push_back(rule[1]);
    }
    for (int task = 0; task < count; task++) {
        if (waiting[task] == 0) order.push_back(task);
    }
    for (size_t done = 0; done < order.size(); done++) {
        for (int follower : followers[order[done]]) {
            if (--waiting[follower] == 0) order.push_back(follower);
        }
    }
    if (static_cast<int>(order.size()) < count) order.clear();
    return order;
}
