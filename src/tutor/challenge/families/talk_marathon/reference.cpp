#include <algorithm>
#include <utility>
#include <vector>

int mostTalks(const std::vector<int>& starts, const std::vector<int>& ends, int walk) {
    std::vector<std::pair<int, int>> talks;
    for (size_t i = 0; i < starts.size(); i++) talks.emplace_back(ends[i], starts[i]);
    std::sort(talks.begin(), talks.end());
    int heard = 0;
    long long free = 0;
    for (auto [end, start] : talks) {
        if (start >= free) {
            heard++;
            free = static_cast<long long>(end) + walk;
        }
    }
    return heard;
}
