import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

class Solution {
    record State(int cost, int town, int used) {}

    static int freeRides(int count, int[][] roads, int start, int goal, int vouchers) {
        List<List<int[]>> neighbours = new ArrayList<>();
        for (int town = 0; town < count; town++) neighbours.add(new ArrayList<>());
        for (int[] road : roads) {
            neighbours.get(road[0]).add(new int[] {road[1], road[2]});
            neighbours.get(road[1]).add(new int[] {road[0], road[2]});
        }
        int[][] least = new int[vouchers + 1][count];
        for (int[] row : least) Arrays.fill(row, Integer.MAX_VALUE);
        least[0][start] = 0;
        PriorityQueue<State> queue = new PriorityQueue<>(Comparator.comparingInt(State::cost));
        queue.add(new State(0, start, 0));
        while (!queue.isEmpty()) {
            State state = queue.poll();
            int cost = state.cost(), used = state.used();
            if (state.town() == goal) return cost;
            if (cost > least[used][state.town()]) continue;
            for (int[] road : neighbours.get(state.town())) {
                int other = road[0], paid = cost + road[1];
                if (paid < least[used][other]) {
                    least[used][other] = paid;
                    queue.add(new State(paid, other, used));
                }
                if (used < vouchers && cost < least[used + 1][other]) {
                    least[used + 1][other] = cost;
                    queue.add(new State(cost, other, used + 1));
                }
            }
        }
        return -1;
    }
}
