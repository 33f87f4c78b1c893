class Solution {
    static int longestClimb(int[] heights, int step) {
        int[] ends = new int[heights.length];
        int length = 0;
        for (int height : heights) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) / 2;
                if (ends[middle] <= (long) height - step) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            if (low == length) {
                ends[length++] = height;
            } else {
                ends[low] = Math.min(ends[low], height);
            }
        }
        return length;
    }
}
