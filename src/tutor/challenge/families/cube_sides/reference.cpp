#include <vector>

std::vector<int> cubeSides(const std::vector<long long>& amounts) {
    std::vector<int> sides;
    for (long long amount : amounts) {
        long long low = 0, high = 210'000;
        while (high - low > 1) {
            const long long middle = (low + high) / 2;
            if (middle * middle * middle <= amount) {
                low = middle;
            } else {
                high = middle;
            }
        }
        sides.push_back(static_cast<int>(low));
    }
    return sides;
}
