#include <algorithm>
#include <utility>
#include <vector>

long long largestPoster(const std::vector<int>& heights, const std::vector<int>& widths) {
    std::vector<std::pair<long long, int>> steps;
    long long at = 0, best = 0;
    for (size_t i = 0; i <= heights.size(); i++) {
        int height = i < heights.size() ? heights[i] : 0;
        long long begin = at;
        while (!steps.empty() && steps.back().second >= height) {
            begin = steps.back().first;
            best = std::max(best, steps.back().second * (at - begin));
            steps.pop_back();
        }
        steps.emplace_back(begin, height);
        if (i < widths.size()) at += widths[i];
    }
    return best;
}
