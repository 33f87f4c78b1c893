#include <algorithm>
#include <vector>

static int needed(const std::vector<int>& pages, long long limit) {
    int count = 1;
    long long read = 0;
    for (int length : pages) {
        if (read + length > limit) {
            count++;
            read = 0;
        }
        read += length;
    }
    return count;
}

int readingEvenings(const std::vector<int>& pages, int evenings) {
    long long low = 0, high = 0;
    for (int length : pages) {
        low = std::max<long long>(low, length);
        high += length;
    }
    while (low < high) {
        const long long middle = (low + high) / 2;
        if (needed(pages, middle) <= evenings) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return static_cast<int>(low);
}
