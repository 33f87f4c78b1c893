import java.util.ArrayDeque;

class Solution {
    static String letterAt(String pattern, long place) {
        int n = pattern.length();
        long[] unit = new long[n];
        int[] end = new int[n];
        ArrayDeque<long[]> stack = new ArrayDeque<>();
        long length = 0;
        long count = 0;
        for (int i = 0; i < n; i++) {
            char symbol = pattern.charAt(i);
            if (Character.isDigit(symbol)) {
                count = count * 10 + (symbol - '0');
            } else if (symbol == '[') {
                stack.push(new long[] {i, length, count});
                length = count = 0;
            } else if (symbol == ']') {
                long[] open = stack.pop();
                unit[(int) open[0]] = length;
                end[(int) open[0]] = i;
                length = open[1] + open[2] * length;
            } else {
                length++;
            }
        }
        count = 0;
        for (int i = 0; i < n; i++) {
            char symbol = pattern.charAt(i);
            if (Character.isDigit(symbol)) {
                count = count * 10 + (symbol - '0');
            } else if (symbol == '[') {
                long total = count * unit[i];
                if (place < total) {
                    place %= unit[i];
                } else {
                    place -= total;
                    i = end[i];
                }
                count = 0;
            } else if (symbol != ']' && place-- == 0) {
                return String.valueOf(symbol);
            }
        }
        return "";
    }
}
