class Solution {
    static int[] turnRound(int[] row, int[] turns) {
        int n = row.length;
        long total = 0;
        for (int turn : turns) {
            total += turn;
        }
        int[] turned = new int[n];
        for (int place = 0; place < n; place++) {
            turned[(int) Math.floorMod(place + total, (long) n)] = row[place];
        }
        return turned;
    }
}
