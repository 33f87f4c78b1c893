class Solution {
    static int[] bridgeByBridge(int count, int[][] bridges) {
        int[] leader = new int[count];
        int[] size = new int[count];
        for (int place = 0; place < count; place++) {
            leader[place] = place;
            size[place] = 1;
        }
        int groups = count;
        int[] answer = new int[bridges.length];
        for (int i = 0; i < bridges.length; i++) {
            int a = find(leader, bridges[i][0]);
            int b = find(leader, bridges[i][1]);
            if (a != b) {
                int large = size[a] < size[b] ? b : a;
                int small = a + b - large;
                leader[small] = large;
                size[large] += size[small];
                groups--;
            }
            answer[i] = groups;
        }
        return answer;
    }

    private static int find(int[] leader, int place) {
        while (leader[place] != place) {
            leader[place] = leader[leader[place]];
            place = leader[place];
        }
        return place;
    }
}
