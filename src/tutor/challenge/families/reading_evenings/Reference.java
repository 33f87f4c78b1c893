class Solution {
    static int readingEvenings(int[] pages, int evenings) {
        long low = 0;
        long high = 0;
        for (int length : pages) {
            low = Math.max(low, length);
            high += length;
        }
        while (low < high) {
            long middle = (low + high) / 2;
            if (needed(pages, middle) <= evenings) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return (int) low;
    }

    private static int needed(int[] pages, long limit) {
        int count = 1;
        long read = 0;
        for (int length : pages) {
            if (read + length > limit) {
                count++;
                read = 0;
            }
            read += length;
        }
        return count;
    }
}
