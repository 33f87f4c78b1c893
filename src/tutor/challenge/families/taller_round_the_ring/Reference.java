import java.util.ArrayDeque;
import java.util.Deque;

class Solution {
    static int[] stepsToTaller(int[] heights) {
        int count = heights.length;
        int[] steps = new int[count];
        Deque<Integer> waiting = new ArrayDeque<>();
        for (int position = 0; position < 2 * count; position++) {
            int height = heights[position % count];
            while (!waiting.isEmpty() && heights[waiting.peek()] < height) {
                int place = waiting.pop();
                steps[place] = position - place;
            }
            if (position < count) {
                waiting.push(position);
            }
        }
        return steps;
    }
}
