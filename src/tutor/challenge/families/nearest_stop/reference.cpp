#include <algorithm>
#include <vector>

std::vector<int> nearestStop(const std::vector<int>& stops, const std::vector<int>& houses) {
    std::vector<int> answer;
    for (int house : houses) {
        auto next = std::lower_bound(stops.begin(), stops.end(), house);
        const bool before = next == stops.end() || (next != stops.begin() && house - *(next - 1) <= *next - house);
        answer.push_back(before ? *(next - 1) : *next);
    }
    return answer;
}
