class Solution {
    static int largestDisplay(int start, int[] switches) {
        int[] basis = new int[31];
        for (int rest : switches) {
            for (int bit = 30; bit >= 0; bit--) {
                if ((rest >> bit & 1) == 0) {
                    continue;
                }
                if (basis[bit] == 0) {
                    basis[bit] = rest;
                    break;
                }
                rest ^= basis[bit];
            }
        }
        int shown = start;
        for (int bit = 30; bit >= 0; bit--) {
            shown = Math.max(shown, shown ^ basis[bit]);
        }
        return shown;
    }
}
