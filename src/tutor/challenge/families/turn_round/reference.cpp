#include <algorithm>
#include <numeric>
#include <vector>

std::vector<int> turnRound(const std::vector<int>& row, const std::vector<int>& turns) {
    if (row.empty()) return {};
    const long long n = row.size();
    const long long total = std::accumulate(turns.begin(), turns.end(), 0LL);
    const long long shift = (total % n + n) % n;
    std::vector<int> turned(row.size());
    std::rotate_copy(row.begin(), row.begin() + (n - shift), row.end(), turned.begin());
    return turned;
}
