class Solution {
    static String kthRow(int pairs, int deepest, long number) {
        long[][] memo = new long[2 * pairs + 1][2 * pairs + 1];
        if (number > endings(2 * pairs, 0, deepest, memo)) {
            return "";
        }
        StringBuilder row = new StringBuilder();
        int depth = 0;
        for (int left = 2 * pairs - 1; left >= 0; left--) {
            long opened = endings(left, depth + 1, deepest, memo);
            if (number <= opened) {
                row.append('(');
                depth++;
            } else {
                number -= opened;
                row.append(')');
                depth--;
            }
        }
        return row.toString();
    }

    private static long endings(int left, int depth, int deepest, long[][] memo) {
        if (depth < 0 || depth > deepest || depth > left) {
            return 0;
        }
        if (left == 0) {
            return 1;
        }
        if ((left - depth) % 2 != 0) {
            return 0;
        }
        if (memo[left][depth] == 0) {
            memo[left][depth] = endings(left - 1, depth + 1, deepest, memo)
                    + endings(left - 1, depth - 1, deepest, memo);
        }
        return memo[left][depth];
    }
}
