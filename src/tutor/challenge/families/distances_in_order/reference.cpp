#include <cstdlib>
#include <vector>

std::vector<int> distancesInOrder(const std::vector<int>& positions, int home) {
    int left = 0, right = static_cast<int>(positions.size()) - 1;
    std::vector<int> distances(positions.size());
    for (int place = right; place >= 0; place--) {
        int before = std::abs(home - positions[left]);
        int behind = std::abs(positions[right] - home);
        if (before > behind) {
            distances[place] = before;
            left++;
        } else {
            distances[place] = behind;
            right--;
        }
    }
    return distances;
}
