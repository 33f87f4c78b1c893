#include <vector>

static long long count(const std::vector<int>& firsts, const std::vector<int>& seconds, long long limit) {
    long long pairs = 0;
    std::size_t fitting = seconds.size();
    for (long long first : firsts) {
        while (fitting > 0 && first + seconds[fitting - 1] > limit) fitting--;
        pairs += fitting;
    }
    return pairs;
}

int kthMeal(const std::vector<int>& firsts, const std::vector<int>& seconds, long long place) {
    long long low = static_cast<long long>(firsts.front()) + seconds.front();
    long long high = static_cast<long long>(firsts.back()) + seconds.back();
    while (low < high) {
        const long long middle = low + (high - low) / 2;
        if (count(firsts, seconds, middle) >= place) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return static_cast<int>(low);
}
