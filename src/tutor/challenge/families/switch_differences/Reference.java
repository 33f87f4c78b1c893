class Solution {
    static long totalDifferences(int[] codes) {
        long total = 0;
        for (int bit = 0; bit < 31; bit++) {
            long on = 0;
            for (int code : codes) {
                on += code >> bit & 1;
            }
            total += on * (codes.length - on);
        }
        return total;
    }
}
