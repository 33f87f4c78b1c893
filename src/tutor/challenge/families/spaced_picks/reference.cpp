#include <algorithm>
#include <vector>

long long bestSpacedTotal(const std::vector<int>& points, int rest) {
    std::vector<long long> best{0};
    for (int place = 0; place < static_cast<int>(points.size()); place++) {
        best.push_back(std::max(best[place], points[place] + best[std::max(0, place - rest)]));
    }
    return best.back();
}
