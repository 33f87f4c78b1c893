#include <unordered_set>
#include <vector>

std::vector<int> longestUnbroken(const std::vector<int>& numbers) {
    // As long long: an int has no number after its largest.
    std::unordered_set<long long> there(numbers.begin(), numbers.end());
    long long bestFirst = 0, bestLast = -1;
    for (long long first : there) {
        if (there.count(first - 1)) continue;
        long long last = first;
        while (there.count(last + 1)) last++;
        long long longer = (last - first) - (bestLast - bestFirst);
        if (longer > 0 || (longer == 0 && first < bestFirst)) {
            bestFirst = first;
            bestLast = last;
        }
    }
    if (there.empty()) return {};
    return {static_cast<int>(bestFirst), static_cast<int>(bestLast)};
}
