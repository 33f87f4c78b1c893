class Solution {
    static int kthMeal(int[] firsts, int[] seconds, long place) {
        long low = (long) firsts[0] + seconds[0];
        long high = (long) firsts[firsts.length - 1] + seconds[seconds.length - 1];
        while (low < high) {
            long middle = Math.floorDiv(low + high, 2L);
            if (count(firsts, seconds, middle) >= place) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return (int) low;
    }

    private static long count(int[] firsts, int[] seconds, long limit) {
        long pairs = 0;
        int fitting = seconds.length;
        for (int first : firsts) {
            while (fitting > 0 && (long) first + seconds[fitting - 1] > limit) {
                fitting--;
            }
            pairs += fitting;
        }
        return pairs;
    }
}
