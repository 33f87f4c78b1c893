import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringTokenizer;

class Solution {
    static String busiestWord(String text) {
        // It keeps the order in which words came in.
        Map<String, Integer> counts = new LinkedHashMap<>();
        StringTokenizer words = new StringTokenizer(text, " ");
        while (words.hasMoreTokens()) {
            counts.merge(words.nextToken(), 1, Integer::sum);
        }
        String busiest = "";
        int most = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > most) {
                busiest = entry.getKey();
                most = entry.getValue();
            }
        }
        return busiest;
    }
}
