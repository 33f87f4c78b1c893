import java.util.Arrays;

class Solution {
    static int fewestStamps(int[] values, int postage) {
        int never = postage + 1;
        int[] fewest = new int[postage + 1];
        Arrays.fill(fewest, never);
        fewest[0] = 0;
        for (int amount = 1; amount <= postage; amount++) {
            for (int value : values) {
                if (value <= amount) {
                    fewest[amount] = Math.min(fewest[amount], fewest[amount - value] + 1);
                }
            }
        }
        return fewest[postage] < never ? fewest[postage] : -1;
    }
}
