#include <queue>
#include <vector>

int fewestRides(int count, const std::vector<std::vector<int>>& links, int start, int goal) {
    std::vector<std::vector<int>> neighbours(count);
    for (const auto& link : links) {
        neighbours[link[0]].push_back(link[1]);
        neighbours[link[1]].push_back(link[0]);
    }
    std::vector<int> rides(count, -1);
    rides[start] = 0;
    std::queue<int> queue;
    queue.push(start);
    while (!queue.empty()) {
        int stop = queue.front();
        queue.pop();
        for (int other : neighbours[stop]) {
            if (rides[other] != -1) continue;
            rides[other] = rides[stop] + 1;
            queue.push(other);
        }
    }
    return rides[goal];
}
