import java.util.Arrays;

class Solution {
    static int mostTalks(int[] starts, int[] ends, int walk) {
        int[][] talks = new int[starts.length][];
        for (int i = 0; i < starts.length; i++) {
            talks[i] = new int[] {starts[i], ends[i]};
        }
        Arrays.sort(talks, (a, b) -> Integer.compare(a[1], b[1]));
        int heard = 0;
        long free = 0;
        for (int[] talk : talks) {
            if (talk[0] >= free) {
                heard++;
                free = (long) talk[1] + walk;
            }
        }
        return heard;
    }
}
