import java.util.Arrays;

class Solution {
    static int triplesBetween(int[] weights, int low, int high) {
        if (low > high) {
            return 0;
        }
        int[] ordered = weights.clone();
        Arrays.sort(ordered);
        return triplesUpTo(ordered, high) - triplesUpTo(ordered, low - 1L);
    }

    private static int triplesUpTo(int[] ordered, long limit) {
        int count = 0;
        for (int first = 0; first < ordered.length; first++) {
            int left = first + 1;
            int right = ordered.length - 1;
            while (left < right) {
                if ((long) ordered[first] + ordered[left] + ordered[right] <= limit) {
                    count += right - left;
                    left++;
                } else {
                    right--;
                }
            }
        }
        return count;
    }
}
