import java.util.ArrayDeque;

class Solution {
    static int[] steadyStretch(int[] readings, int spread) {
        int[] best = {};
        int start = 0;
        ArrayDeque<Integer> falling = new ArrayDeque<>(); // places: the highest of the window is in front
        ArrayDeque<Integer> rising = new ArrayDeque<>(); // places: the lowest of the window is in front
        for (int end = 0; end < readings.length; end++) {
            while (!falling.isEmpty() && readings[falling.peekLast()] <= readings[end]) {
                falling.pollLast();
            }
            falling.addLast(end);
            while (!rising.isEmpty() && readings[rising.peekLast()] >= readings[end]) {
                rising.pollLast();
            }
            rising.addLast(end);
            while ((long) readings[falling.peekFirst()] - readings[rising.peekFirst()] > spread) {
                start++;
                if (falling.peekFirst() < start) {
                    falling.pollFirst();
                }
                if (rising.peekFirst() < start) {
                    rising.pollFirst();
                }
            }
            if (best.length == 0 || end - start + 1 > best[1]) {
                best = new int[] {start, end - start + 1};
            }
        }
        return best;
    }
}
