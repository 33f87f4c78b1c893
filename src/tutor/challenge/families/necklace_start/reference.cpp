#include <algorithm>
#include <string>

int bestStart(const std::string& beads) {
    int n = static_cast<int>(beads.size());
    int i = 0, j = 1, k = 0;
    while (i < n && j < n && k < n) {
        char a = beads[(i + k) % n], b = beads[(j + k) % n];
        if (a == b) {
            k++;
            continue;
        }
        (a > b ? i : j) += k + 1;
        if (i == j) j++;
        k = 0;
    }
    return std::min(i, j);
}
