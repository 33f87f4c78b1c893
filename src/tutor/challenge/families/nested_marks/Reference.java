import java.util.ArrayDeque;
import java.util.Deque;

class Solution {
    static int firstMisfit(String text) {
        Deque<Integer> places = new ArrayDeque<>();
        for (int place = 0; place < text.length(); place++) {
            char mark = text.charAt(place);
            int closing = ")]>".indexOf(mark);
            if ("([<".indexOf(mark) >= 0) {
                places.push(place);
            } else if (closing >= 0) {
                if (places.isEmpty() || text.charAt(places.peek()) != "([<".charAt(closing)) {
                    return place;
                }
                places.pop();
            }
        }
        return places.isEmpty() ? -1 : places.peekLast();
    }
}
