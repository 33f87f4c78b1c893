class Solution {
    static long loneChimes(long firstMinute, long lastMinute, int everyA, int everyB) {
        long together = (long) everyA / gcd(everyA, everyB) * everyB;
        return multiples(everyA, firstMinute, lastMinute) + multiples(everyB, firstMinute, lastMinute)
                - 2 * multiples(together, firstMinute, lastMinute);
    }

    private static long multiples(long of, long first, long last) {
        return last / of - (first - 1) / of;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
