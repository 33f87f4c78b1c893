#include <algorithm>
#include <vector>

long long largestBanner(const std::vector<int>& poles) {
    int left = 0, right = static_cast<int>(poles.size()) - 1;
    long long largest = 0;
    while (left < right) {
        long long height = std::min(poles[left], poles[right]);
        largest = std::max(largest, height * (right - left));
        if (poles[left] < poles[right]) {
            left++;
        } else {
            right--;
        }
    }
    return largest;
}
