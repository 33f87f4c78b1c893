#include <algorithm>
#include <array>
#include <string>

int longestStreak(const std::string& row, int changes) {
    std::array<int, 26> counts{};
    const int n = static_cast<int>(row.size());
    int start = 0, most = 0;
    for (int end = 0; end < n; end++) {
        most = std::max(most, ++counts[row[end] - 'a']);
        if (end - start + 1 - most > changes) {
            counts[row[start] - 'a']--;
            start++;
        }
    }
    return n - start;
}
