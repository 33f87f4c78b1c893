class Solution {
    static String longestMirror(String text) {
        int start = 0;
        int length = 0;
        for (int center = 0; center < 2 * text.length() - 1; center++) {
            int begin = (center + 1) / 2;
            int end = center / 2 + 1;
            while (begin > 0 && end < text.length() && text.charAt(begin - 1) == text.charAt(end)) {
                begin--;
                end++;
            }
            if (end - begin > length) {
                start = begin;
                length = end - begin;
            }
        }
        return text.substring(start, start + length);
    }
}
