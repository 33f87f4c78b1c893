import java.util.Comparator;
import java.util.PriorityQueue;

class Solution {
    private record Counter(long free, int number) {}

    static int[] counterOfEach(int[] minutes, int counters) {
        PriorityQueue<Counter> heap =
            new PriorityQueue<>(Comparator.comparingLong(Counter::free).thenComparingInt(Counter::number));
        for (int number = 0; number < counters; number++) {
            heap.add(new Counter(0, number));
        }
        int[] chosen = new int[minutes.length];
        for (int i = 0; i < minutes.length; i++) {
            Counter counter = heap.poll();
            chosen[i] = counter.number();
            heap.add(new Counter(counter.free() + minutes[i], counter.number()));
        }
        return chosen;
    }
}
