#include <algorithm>
#include <vector>

int triplesUpTo(const std::vector<int>& ordered, long long limit) {
    const int n = static_cast<int>(ordered.size());
    int count = 0;
    for (int first = 0; first < n; first++) {
        int left = first + 1, right = n - 1;
        while (left < right) {
            if (static_cast<long long>(ordered[first]) + ordered[left] + ordered[right] <= limit) {
                count += right - left;
                left++;
            } else {
                right--;
            }
        }
    }
    return count;
}

int triplesBetween(const std::vector<int>& weights, int low, int high) {
    if (low > high) return 0;
    std::vector<int> ordered = weights;
    std::sort(ordered.begin(), ordered.end());
    return triplesUpTo(ordered, high) - triplesUpTo(ordered, low - 1LL);
}
