class Solution {
    static int lastStop(int[] minutes, int time) {
        if (minutes.length == 0) {
            return 0;
        }
        int round = 0;
        for (int leg : minutes) {
            round += 2 * leg;
        }
        int rest = time % round;
        for (int stop = 0; stop < minutes.length; stop++) {
            if (rest < minutes[stop]) {
                return stop;
            }
            rest -= minutes[stop];
        }
        for (int stop = minutes.length; stop > 0; stop--) {
            if (rest < minutes[stop - 1]) {
                return stop;
            }
            rest -= minutes[stop - 1];
        }
        return 0;
    }
}
