#include <algorithm>
#include <vector>

int mostFitted(const std::vector<int>& needs, const std::vector<int>& sizes, int slack) {
    std::vector<int> ordered = needs, stock = sizes;
    std::sort(ordered.begin(), ordered.end());
    std::sort(stock.begin(), stock.end());
    int fitted = 0;
    size_t place = 0;
    for (int need : ordered) {
        while (place < stock.size() && stock[place] < need) place++;
        if (place < stock.size() && stock[place] - need <= slack) {
            fitted++;
            place++;
        }
    }
    return fitted;
}
