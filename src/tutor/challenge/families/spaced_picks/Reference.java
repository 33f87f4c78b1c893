class Solution {
    static long bestSpacedTotal(int[] points, int rest) {
        long[] best = new long[points.length + 1];
        for (int place = 0; place < points.length; place++) {
            best[place + 1] = Math.max(best[place], points[place] + best[Math.max(0, place - rest)]);
        }
        return best[points.length];
    }
}
