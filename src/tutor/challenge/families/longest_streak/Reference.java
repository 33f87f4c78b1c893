class Solution {
    static int longestStreak(String row, int changes) {
        int[] counts = new int[26];
        int start = 0;
        int most = 0;
        for (int end = 0; end < row.length(); end++) {
            int count = ++counts[row.charAt(end) - 'a'];
            most = Math.max(most, count);
            if (end - start + 1 - most > changes) {
                counts[row.charAt(start) - 'a']--;
                start++;
            }
        }
        return row.length() - start;
    }
}
