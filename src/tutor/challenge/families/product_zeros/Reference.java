class Solution {
    static long zerosAtTheEnd(long count, int base) {
        long zeros = Long.MAX_VALUE;
        long rest = base;
        for (long prime = 2; rest > 1; prime++) {
            if (prime * prime > rest) {
                prime = rest;
            }
            int power = 0;
            while (rest % prime == 0) {
                rest /= prime;
                power++;
            }
            if (power > 0) {
                zeros = Math.min(zeros, howOften(prime, count) / power);
            }
        }
        return zeros;
    }

    private static long howOften(long prime, long count) {
        long total = 0;
        for (long left = count / prime; left > 0; left /= prime) {
            total += left;
        }
        return total;
    }
}
