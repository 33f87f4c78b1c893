class Solution {
    static String shortenSignal(String signal) {
        StringBuilder written = new StringBuilder();
        int start = 0;
        while (start < signal.length()) {
            int end = start;
            while (end < signal.length() && signal.charAt(end) == signal.charAt(start)) {
                end++;
            }
            written.append(signal.charAt(start));
            if (end - start > 1) {
                written.append(end - start);
            }
            start = end;
        }
        return written.toString();
    }
}
