import java.util.Arrays;
import java.util.Collections;
import java.util.PriorityQueue;

class Solution {
    static int fewestStops(int distance, int charge, int[] places, int[] gains) {
        int[][] coming = new int[places.length][];
        for (int i = 0; i < places.length; i++) {
            coming[i] = new int[] {places[i], gains[i]};
        }
        Arrays.sort(coming, (a, b) -> Integer.compare(a[0], b[0]));
        PriorityQueue<Integer> passed = new PriorityQueue<>(Collections.reverseOrder());
        long reach = charge;
        int stops = 0;
        int next = 0;
        while (reach < distance) {
            while (next < coming.length && coming[next][0] <= reach) {
                passed.add(coming[next++][1]);
            }
            if (passed.isEmpty()) {
                return -1;
            }
            reach += passed.poll();
            stops++;
        }
        return stops;
    }
}
