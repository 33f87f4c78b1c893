#include <algorithm>
#include <vector>

int fewestStamps(const std::vector<int>& values, int postage) {
    const int never = postage + 1;
    std::vector<int> fewest(postage + 1, never);
    fewest[0] = 0;
    for (int amount = 1; amount <= postage; amount++) {
        for (int value : values) {
            if (value <= amount) fewest[amount] = std::min(fewest[amount], fewest[amount - value] + 1);
        }
    }
    return fewest[postage] < never ? fewest[postage] : -1;
}
