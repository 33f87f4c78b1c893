class Solution {
    static int loneBadge(int[] scans) {
        int lone = 0;
        for (int badge : scans) {
            lone ^= badge;
        }
        return lone;
    }
}
