import java.util.Arrays;
import java.util.HashMap;

class Solution {
    static int[] sharedPlaces(int[] scores) {
        int[] ordered = scores.clone();
        Arrays.sort(ordered);
        HashMap<Integer, Integer> places = new HashMap<>();
        for (int i = ordered.length - 1; i >= 0; i--) {
            places.putIfAbsent(ordered[i], ordered.length - i);
        }
        int[] answer = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            answer[i] = places.get(scores[i]);
        }
        return answer;
    }
}
