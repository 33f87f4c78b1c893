#include <vector>

int loneBadge(const std::vector<int>& scans) {
    int lone = 0;
    for (int badge : scans) lone ^= badge;
    return lone;
}
