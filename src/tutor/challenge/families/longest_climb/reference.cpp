#include <algorithm>
#include <vector>

int longestClimb(const std::vector<int>& heights, int step) {
    std::vector<long long> ends;
    for (long long height : heights) {
        auto end = std::upper_bound(ends.begin(), ends.end(), height - step);
        if (end == ends.end()) {
            ends.push_back(height);
        } else {
            *end = std::min(*end, height);
        }
    }
    return static_cast<int>(ends.size());
}
