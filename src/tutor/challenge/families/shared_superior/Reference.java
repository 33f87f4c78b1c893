import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Solution {
    static int[] sharedSuperior(TreeNode root, int[][] pairs) {
        List<TreeNode> nodes = new ArrayList<>(List.of(root));
        List<Integer> parents = new ArrayList<>(List.of(0));
        List<Integer> depths = new ArrayList<>(List.of(0));
        Map<Integer, Integer> place = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            TreeNode node = nodes.get(i);
            place.put(node.value, i);
            for (TreeNode child : new TreeNode[] {node.left, node.right}) {
                if (child == null) continue;
                nodes.add(child);
                parents.add(i);
                depths.add(depths.get(i) + 1);
            }
        }
        int[] depth = depths.stream().mapToInt(Integer::intValue).toArray();
        List<int[]> up = new ArrayList<>();
        up.add(parents.stream().mapToInt(Integer::intValue).toArray());
        while (1 << up.size() <= depth[depth.length - 1]) {
            int[] last = up.get(up.size() - 1);
            int[] next = new int[last.length];
            for (int i = 0; i < last.length; i++) next[i] = last[last[i]];
            up.add(next);
        }
        int[] answers = new int[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            int shared = shared(place.get(pairs[i][0]), place.get(pairs[i][1]), depth, up);
            answers[i] = nodes.get(shared).value;
        }
        return answers;
    }

    private static int shared(int a, int b, int[] depth, List<int[]> up) {
        if (depth[a] < depth[b]) return shared(b, a, depth, up);
        int gap = depth[a] - depth[b];
        for (int power = 0; power < up.size(); power++) {
            if ((gap >> power & 1) == 1) a = up.get(power)[a];
        }
        if (a == b) return a;
        for (int power = up.size() - 1; power >= 0; power--) {
            int[] above = up.get(power);
            if (above[a] != above[b]) {
                a = above[a];
                b = above[b];
            }
        }
        return up.get(0)[a];
    }
}
