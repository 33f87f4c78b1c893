class Solution {
    static int[] cubeSides(long[] amounts) {
        int[] sides = new int[amounts.length];
        for (int i = 0; i < amounts.length; i++) {
            long low = 0;
            long high = 210_000;
            while (high - low > 1) {
                long middle = (low + high) / 2;
                if (middle * middle * middle <= amounts[i]) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            sides[i] = (int) low;
        }
        return sides;
    }
}
