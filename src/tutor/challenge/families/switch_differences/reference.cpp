#include <vector>

long long totalDifferences(const std::vector<int>& codes) {
    long long total = 0;
    for (int bit = 0; bit < 31; bit++) {
        long long on = 0;
        for (int code : codes) on += code >> bit & 1;
        total += on * (static_cast<long long>(codes.size()) - on);
    }
    return total;
}
