class Solution {
    static int bestStart(String beads) {
        int n = beads.length();
        int i = 0;
        int j = 1;
        int k = 0;
        while (i < n && j < n && k < n) {
            char a = beads.charAt((i + k) % n);
            char b = beads.charAt((j + k) % n);
            if (a == b) {
                k++;
                continue;
            }
            if (a > b) {
                i += k + 1;
            } else {
                j += k + 1;
            }
            if (i == j) {
                j++;
            }
            k = 0;
        }
        return Math.min(i, j);
    }
}
