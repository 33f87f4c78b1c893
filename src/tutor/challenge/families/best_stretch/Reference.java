class Solution {
    static int[] bestStretch(int[] changes) {
        int[] best = {};
        long most = Long.MIN_VALUE;
        long total = 0;
        int start = 0;
        for (int place = 0; place < changes.length; place++) {
            if (total <= 0) {
                total = 0;
                start = place;
            }
            total += changes[place];
            int length = place - start + 1;
            if (total > most || total == most && length < best[1]) {
                most = total;
                best = new int[] {start, length};
            }
        }
        return best;
    }
}
