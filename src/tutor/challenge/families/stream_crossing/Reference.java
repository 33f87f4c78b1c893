import java.util.Arrays;

class Solution {
    static long streamCrossing(String stones, int reach) {
        long[] memo = new long[stones.length() + 2];
        Arrays.fill(memo, -1);
        return waysFrom(0, stones, reach, memo);
    }

    // Place 0 is the near bank, place i the stone i - 1.
    private static long waysFrom(int place, String stones, int reach, long[] memo) {
        int bank = stones.length() + 1;
        if (place == bank) {
            return 1;
        }
        if (place > 0 && stones.charAt(place - 1) == 'x') {
            return 0;
        }
        if (memo[place] < 0) {
            memo[place] = 0;
            for (int landing = place + 1; landing <= Math.min(place + reach, bank); landing++) {
                memo[place] += waysFrom(landing, stones, reach, memo);
            }
        }
        return memo[place];
    }
}
