import java.util.Arrays;

class Solution {
    static long[] lowestRatio(int[] first, int[] second) {
        long a = Arrays.stream(first).asLongStream().sum();
        long b = Arrays.stream(second).asLongStream().sum();
        long common = Math.max(1, gcd(a, b));
        return new long[] {a / common, b / common};
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
