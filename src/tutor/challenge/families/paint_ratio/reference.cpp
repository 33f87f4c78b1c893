#include <algorithm>
#include <numeric>
#include <vector>

std::vector<long long> lowestRatio(const std::vector<int>& first, const std::vector<int>& second) {
    long long a = std::accumulate(first.begin(), first.end(), 0LL);
    long long b = std::accumulate(second.begin(), second.end(), 0LL);
    long long common = std::max(1LL, std::gcd(a, b));
    return {a / common, b / common};
}
