import java.util.Arrays;

class Solution {
    static int mostFitted(int[] needs, int[] sizes, int slack) {
        int[] ordered = needs.clone();
        int[] stock = sizes.clone();
        Arrays.sort(ordered);
        Arrays.sort(stock);
        int fitted = 0;
        int place = 0;
        for (int need : ordered) {
            while (place < stock.length && stock[place] < need) {
                place++;
            }
            if (place < stock.length && stock[place] - need <= slack) {
                fitted++;
                place++;
            }
        }
        return fitted;
    }
}
