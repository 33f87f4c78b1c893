import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class Solution {
    static int fewestRides(int count, int[][] links, int start, int goal) {
        List<List<Integer>> neighbours = new ArrayList<>();
        for (int i = 0; i < count; i++) neighbours.add(new ArrayList<>());
        for (int[] link : links) {
            neighbours.get(link[0]).add(link[1]);
            neighbours.get(link[1]).add(link[0]);
        }
        int[] rides = new int[count];
        Arrays.fill(rides, -1);
        rides[start] = 0;
        ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(start));
        while (!queue.isEmpty()) {
            int stop = queue.poll();
            for (int other : neighbours.get(stop)) {
                if (rides[other] != -1) continue;
                rides[other] = rides[stop] + 1;
                queue.add(other);
            }
        }
        return rides[goal];
    }
}
