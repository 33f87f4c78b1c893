class Solution {
    static long totalSwing(int[] readings) {
        return sumOfHighest(readings, 1) + sumOfHighest(readings, -1);
    }

    private static long sumOfHighest(int[] readings, int sign) {
        long total = 0;
        long here = 0; // the sum over the stretches that end at this reading
        long[] falling = new long[readings.length];
        long[] starts = new long[readings.length]; // from how many starts each is the highest
        int size = 0;
        for (int entry : readings) {
            long reading = sign * entry;
            long count = 1;
            while (size > 0 && falling[size - 1] <= reading) {
                size--;
                here -= falling[size] * starts[size];
                count += starts[size];
            }
            falling[size] = reading;
            starts[size++] = count;
            here += reading * count;
            total += here;
        }
        return total;
    }
}
