#include <algorithm>
#include <vector>

std::vector<std::vector<int>> lampSpans(const std::vector<int>& starts, const std::vector<int>& ends, int gap) {
    std::vector<std::vector<int>> spans;
    for (std::size_t i = 0; i < starts.size(); i++) spans.push_back({starts[i], ends[i]});
    std::sort(spans.begin(), spans.end());
    std::vector<std::vector<int>> joined;
    for (const auto& span : spans) {
        if (!joined.empty() && span[0] - joined.back()[1] <= gap) {
            joined.back()[1] = std::max(joined.back()[1], span[1]);
        } else {
            joined.push_back(span);
        }
    }
    return joined;
}
