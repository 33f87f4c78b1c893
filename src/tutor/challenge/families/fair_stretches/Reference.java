import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Solution {
    static long fairStretches(String results, String teams) {
        List<Integer> leads = new ArrayList<>(Collections.nCopies(teams.length(), 0));
        Map<List<Integer>, Integer> seen = new HashMap<>();
        seen.put(new ArrayList<>(leads), 1);
        long fair = 0;
        for (char winner : results.toCharArray()) {
            int team = teams.indexOf(winner);
            if (team == 0) {
                // The lead of every other team over the first one shrinks.
                for (int other = 1; other < leads.size(); other++) {
                    leads.set(other, leads.get(other) - 1);
                }
            } else if (team > 0) {
                leads.set(team, leads.get(team) + 1);
            }
            int before = seen.getOrDefault(leads, 0);
            fair += before;
            seen.put(new ArrayList<>(leads), before + 1);
        }
        return fair;
    }
}
