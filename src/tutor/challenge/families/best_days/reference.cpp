#include <numeric>
#include <vector>

int bestDays(const std::vector<int>& amounts, int days) {
    const int n = static_cast<int>(amounts.size());
    if (n < days) return -1;
    long long total = std::accumulate(amounts.begin(), amounts.begin() + days, 0LL);
    long long most = total;
    int best = 0;
    for (int end = days; end < n; end++) {
        total += amounts[end];
        total -= amounts[end - days];
        if (total > most) {
            most = total;
            best = end - days + 1;
        }
    }
    return best;
}
