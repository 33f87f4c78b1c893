class Solution {
    static long largestPoster(int[] heights, int[] widths) {
        int[] begins = new int[heights.length + 1];
        int[] tops = new int[heights.length + 1];
        int size = 0;
        int at = 0;
        long best = 0;
        for (int i = 0; i <= heights.length; i++) {
            int height = i < heights.length ? heights[i] : 0;
            int begin = at;
            while (size > 0 && tops[size - 1] >= height) {
                size--;
                begin = begins[size];
                best = Math.max(best, (long) tops[size] * (at - begin));
            }
            begins[size] = begin;
            tops[size++] = height;
            at += i < heights.length ? widths[i] : 0;
        }
        return best;
    }
}
