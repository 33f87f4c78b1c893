import java.util.Arrays;

class Solution {
    static int[] nearestStop(int[] stops, int[] houses) {
        int[] answer = new int[houses.length];
        for (int k = 0; k < houses.length; k++) {
            int house = houses[k];
            int i = Arrays.binarySearch(stops, house);
            if (i < 0) {
                i = -i - 1;
            }
            boolean before = i == stops.length || i > 0 && house - stops[i - 1] <= stops[i] - house;
            answer[k] = before ? stops[i - 1] : stops[i];
        }
        return answer;
    }
}
