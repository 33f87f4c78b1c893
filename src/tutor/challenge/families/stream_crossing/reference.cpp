#include <algorithm>
#include <string>
#include <vector>

// Place 0 is the near bank, place i the stone i - 1.
static long long waysFrom(int place, const std::string& stones, int reach, std::vector<long long>& memo) {
    const int bank = static_cast<int>(stones.size()) + 1;
    if (place == bank) return 1;
    if (place > 0 && stones[place - 1] == 'x') return 0;
    if (memo[place] >= 0) return memo[place];
    long long ways = 0;
    for (int landing = place + 1; landing <= std::min(place + reach, bank); landing++) {
        ways += waysFrom(landing, stones, reach, memo);
    }
    return memo[place] = ways;
}

long long streamCrossing(const std::string& stones, int reach) {
    std::vector<long long> memo(stones.size() + 2, -1);
    return waysFrom(0, stones, reach, memo);
}
