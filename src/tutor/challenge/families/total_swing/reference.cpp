#include <utility>
#include <vector>

long long sumOfHighest(const std::vector<int>& readings, int sign) {
    long long total = 0, here = 0;  // here: the sum over the stretches that end at this reading
    std::vector<std::pair<long long, long long>> falling;  // a reading, and from how many starts it is the highest
    for (int entry : readings) {
        long long reading = sign * entry, starts = 1;
        while (!falling.empty() && falling.back().first <= reading) {
            here -= falling.back().first * falling.back().second;
            starts += falling.back().second;
            falling.pop_back();
        }
        falling.push_back({reading, starts});
        here += reading * starts;
        total += here;
    }
    return total;
}

long long totalSwing(const std::vector<int>& readings) {
    return sumOfHighest(readings, 1) + sumOfHighest(readings, -1);
}
