#include <deque>
#include <vector>

std::vector<int> steadyStretch(const std::vector<int>& readings, int spread) {
    std::vector<int> best;
    std::deque<int> falling, rising;  // places: the highest and the lowest of the window are in front
    int start = 0;
    for (int end = 0; end < static_cast<int>(readings.size()); end++) {
        while (!falling.empty() && readings[falling.back()] <= readings[end]) falling.pop_back();
        falling.push_back(end);
        while (!rising.empty() && readings[rising.back()] >= readings[end]) rising.pop_back();
        rising.push_back(end);
        while (static_cast<long long>(readings[falling.front()]) - readings[rising.front()] > spread) {
            start++;
            if (falling.front() < start) falling.pop_front();
            if (rising.front() < start) rising.pop_front();
        }
        if (best.empty() || end - start + 1 > best[1]) best = {start, end - start + 1};
    }
    return best;
}
