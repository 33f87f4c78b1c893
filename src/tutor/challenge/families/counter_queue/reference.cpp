#include <functional>
#include <queue>
#include <utility>
#include <vector>

std::vector<int> counterOfEach(const std::vector<int>& minutes, int counters) {
    using Counter = std::pair<long long, int>;
    std::priority_queue<Counter, std::vector<Counter>, std::greater<Counter>> free;
    for (int counter = 0; counter < counters; counter++) free.push({0, counter});
    std::vector<int> chosen;
    for (int duration : minutes) {
        auto [time, counter] = free.top();
        free.pop();
        chosen.push_back(counter);
        free.push({time + duration, counter});
    }
    return chosen;
}
