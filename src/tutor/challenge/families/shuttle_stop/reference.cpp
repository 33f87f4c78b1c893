#include <vector>

int lastStop(const std::vector<int>& minutes, int time) {
    if (minutes.empty()) return 0;
    int round = 0;
    for (int leg : minutes) round += 2 * leg;
    int rest = time % round;
    int stops = static_cast<int>(minutes.size());
    for (int stop = 0; stop < stops; stop++) {
        if (rest < minutes[stop]) return stop;
        rest -= minutes[stop];
    }
    for (int stop = stops; stop > 0; stop--) {
        if (rest < minutes[stop - 1]) return stop;
        rest -= minutes[stop - 1];
    }
    return 0;
}
