class Solution {
    static long largestBanner(int[] poles) {
        int left = 0;
        int right = poles.length - 1;
        long largest = 0;
        while (left < right) {
            long height = Math.min(poles[left], poles[right]);
            largest = Math.max(largest, height * (right - left));
            if (poles[left] < poles[right]) {
                left++;
            } else {
                right--;
            }
        }
        return largest;
    }
}
