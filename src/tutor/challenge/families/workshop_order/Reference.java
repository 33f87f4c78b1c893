import java.util.ArrayList;
import java.util.List;

class Solution {
    static int[] workshopOrder(int count, int[][] rules) {
        int[] waiting = new int[count];
        List<List<Integer>> followers = new ArrayList<>();
        for (int task = 0; task < count; task++) followers.add(new ArrayList<>());
        for (int[] rule : rules) {
            waiting[rule[1]]++;
            followers.get(rule[0]).add(rule[1]);
        }
        int[] order = new int[count];
        int size = 0;
        for (int task = 0; task < count; task++) {
            if (waiting[task] == 0) order[size++] = task;
        }
        for (int done = 0; done < size; done++) {
            for (int follower : followers.get(order[done])) {
                if (--waiting[follower] == 0) order[size++] = follower;
            }
        }
        return size == count ? order : new int[0];
    }
}
