#include <vector>

static void settle(int disc, int start, int goal, long long made, std::vector<int>& places) {
    if (disc == 0) return;
    const int spare = 3 - start - goal;
    const long long half = 1LL << (disc - 1);
    if (made < half) {
        places[disc - 1] = start;
        settle(disc - 1, start, spare, made, places);
    } else {
        places[disc - 1] = goal;
        settle(disc - 1, spare, goal, made - half, places);
    }
}

std::vector<int> towerHalfway(int discs, long long moves) {
    std::vector<int> places(discs);
    settle(discs, 0, 2, moves, places);
    return places;
}
