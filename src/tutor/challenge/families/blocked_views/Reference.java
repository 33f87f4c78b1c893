import java.util.Arrays;

class Solution {
    static long blockedViews(int[] heights, int gap) {
        int[] sorted = heights.clone();
        return countAndSort(sorted, 0, sorted.length, gap);
    }

    private static long countAndSort(int[] part, int start, int end, int gap) {
        if (end - start < 2) {
            return 0;
        }
        int middle = (start + end) / 2;
        long pairs = countAndSort(part, start, middle, gap) + countAndSort(part, middle, end, gap);
        int low = start;
        for (int j = middle; j < end; j++) {
            while (low < middle && part[low] - part[j] <= gap) {
                low++;
            }
            pairs += middle - low;
        }
        int[] front = Arrays.copyOfRange(part, start, middle);
        for (int i = 0, j = middle, to = start; i < front.length; to++) {
            part[to] = j == end || front[i] <= part[j] ? front[i++] : part[j++];
        }
        return pairs;
    }
}
