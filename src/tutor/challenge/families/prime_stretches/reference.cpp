#include <algorithm>
#include <vector>

std::vector<int> primesBetween(const std::vector<int>& lows, const std::vector<int>& highs) {
    int highest = 1;
    for (int high : highs) highest = std::max(highest, high);
    std::vector<char> composite(highest + 1, 0);
    // below[n]: how many primes are less than n.
    std::vector<int> below(highest + 2, 0);
    for (int number = 2; number <= highest; number++) {
        below[number + 1] = below[number] + (composite[number] ? 0 : 1);
        if (composite[number]) continue;
        for (long long multiple = 1LL * number * number; multiple <= highest; multiple += number) {
            composite[multiple] = 1;
        }
    }
    std::vector<int> counts;
    for (size_t i = 0; i < lows.size(); i++) counts.push_back(below[highs[i] + 1] - below[lows[i]]);
    return counts;
}
