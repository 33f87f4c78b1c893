import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

class Solution {
    static int[][] lampSpans(int[] starts, int[] ends, int gap) {
        int[][] spans = new int[starts.length][];
        for (int i = 0; i < spans.length; i++) {
            spans[i] = new int[] {starts[i], ends[i]};
        }
        Arrays.sort(spans, Comparator.comparingInt(span -> span[0]));
        List<int[]> joined = new ArrayList<>();
        int[] last = null;
        for (int[] span : spans) {
            if (last != null && span[0] - last[1] <= gap) {
                last[1] = Math.max(last[1], span[1]);
            } else {
                last = span;
                joined.add(last);
            }
        }
        return joined.toArray(new int[0][]);
    }
}
