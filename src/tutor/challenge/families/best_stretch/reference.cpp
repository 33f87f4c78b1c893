#include <vector>

std::vector<int> bestStretch(const std::vector<int>& changes) {
    std::vector<int> best;
    long long most = 0, total = 0;
    int start = 0;
    for (int place = 0; place < static_cast<int>(changes.size()); place++) {
        if (total <= 0) {
            total = 0;
            start = place;
        }
        total += changes[place];
        int length = place - start + 1;
        if (best.empty() || total > most || (total == most && length < best[1])) {
            most = total;
            best = {start, length};
        }
    }
    return best;
}
