class Solution {
    static int[] towerHalfway(int discs, long moves) {
        int[] places = new int[discs];
        settle(discs, 0, 2, moves, places);
        return places;
    }

    private static void settle(int disc, int start, int goal, long made, int[] places) {
        if (disc == 0) {
            return;
        }
        int spare = 3 - start - goal;
        long half = 1L << (disc - 1);
        if (made < half) {
            places[disc - 1] = start;
            settle(disc - 1, start, spare, made, places);
        } else {
            places[disc - 1] = goal;
            settle(disc - 1, spare, goal, made - half, places);
        }
    }
}
