import java.util.HashMap;

class Solution {
    static int[] pairSum(int[] prices, int target) {
        HashMap<Integer, Integer> places = new HashMap<>();
        for (int place = 0; place < prices.length; place++) {
            Integer other = places.get(target - prices[place]);
            if (other != null) {
                return new int[] {other, place};
            }
            places.put(prices[place], place);
        }
        return new int[0];
    }
}
