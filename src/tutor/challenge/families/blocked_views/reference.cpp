#include <algorithm>
#include <vector>

using Place = std::vector<int>::iterator;

static long long countAndSort(Place start, Place end, int gap) {
    if (end - start < 2) return 0;
    const Place middle = start + (end - start) / 2;
    long long pairs = countAndSort(start, middle, gap) + countAndSort(middle, end, gap);
    Place low = start;
    for (Place back = middle; back != end; ++back) {
        while (low != middle && *low - *back <= gap) ++low;
        pairs += middle - low;
    }
    std::inplace_merge(start, middle, end);
    return pairs;
}

long long blockedViews(const std::vector<int>& heights, int gap) {
    std::vector<int> sorted = heights;
    return countAndSort(sorted.begin(), sorted.end(), gap);
}
