import java.util.HashSet;
import java.util.Set;

class Solution {
    static int[] longestUnbroken(int[] numbers) {
        // As long: an int has no number after its largest.
        Set<Long> there = new HashSet<>();
        for (int number : numbers) {
            there.add((long) number);
        }
        long bestFirst = 0;
        long bestLast = -1;
        for (long first : there) {
            if (there.contains(first - 1)) {
                continue;
            }
            long last = first;
            while (there.contains(last + 1)) {
                last++;
            }
            long longer = (last - first) - (bestLast - bestFirst);
            if (longer > 0 || longer == 0 && first < bestFirst) {
                bestFirst = first;
                bestLast = last;
            }
        }
        return there.isEmpty() ? new int[0] : new int[] {(int) bestFirst, (int) bestLast};
    }
}
