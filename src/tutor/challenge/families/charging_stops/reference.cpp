#include <algorithm>
#include <queue>
#include <utility>
#include <vector>

int fewestStops(int distance, int charge, const std::vector<int>& places, const std::vector<int>& gains) {
    std::vector<std::pair<int, int>> coming;
    for (size_t i = 0; i < places.size(); i++) coming.emplace_back(places[i], gains[i]);
    std::sort(coming.begin(), coming.end());
    std::priority_queue<int> passed;
    long long reach = charge;
    int stops = 0;
    size_t next = 0;
    while (reach < distance) {
        while (next < coming.size() && coming[next].first <= reach) passed.push(coming[next++].second);
        if (passed.empty()) return -1;
        reach += passed.top();
        passed.pop();
        stops++;
    }
    return stops;
}
