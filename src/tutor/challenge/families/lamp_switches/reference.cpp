#include <algorithm>
#include <array>
#include <vector>

int largestDisplay(int start, const std::vector<int>& switches) {
    std::array<int, 31> basis{};
    for (int rest : switches) {
        for (int bit = 30; bit >= 0; bit--) {
            if (!(rest >> bit & 1)) continue;
            if (!basis[bit]) {
                basis[bit] = rest;
                break;
            }
            rest ^= basis[bit];
        }
    }
    int shown = start;
    for (int bit = 30; bit >= 0; bit--) shown = std::max(shown, shown ^ basis[bit]);
    return shown;
}
