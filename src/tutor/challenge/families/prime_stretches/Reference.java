class Solution {
    static int[] primesBetween(int[] lows, int[] highs) {
        int highest = 1;
        for (int high : highs) {
            highest = Math.max(highest, high);
        }
        boolean[] composite = new boolean[highest + 1];
        // below[n]: how many primes are less than n.
        int[] below = new int[highest + 2];
        for (int number = 2; number <= highest; number++) {
            below[number + 1] = below[number] + (composite[number] ? 0 : 1);
            if (!composite[number] && (long) number * number <= highest) {
                for (int multiple = number * number; multiple <= highest; multiple += number) {
                    composite[multiple] = true;
                }
            }
        }
        int[] counts = new int[lows.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = below[highs[i] + 1] - below[lows[i]];
        }
        return counts;
    }
}
