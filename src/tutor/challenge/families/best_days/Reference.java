class Solution {
    static int bestDays(int[] amounts, int days) {
        if (amounts.length < days) {
            return -1;
        }
        long total = 0;
        for (int place = 0; place < days; place++) {
            total += amounts[place];
        }
        long most = total;
        int best = 0;
        for (int end = days; end < amounts.length; end++) {
            total += amounts[end];
            total -= amounts[end - days];
            if (total > most) {
                most = total;
                best = end - days + 1;
            }
        }
        return best;
    }
}
