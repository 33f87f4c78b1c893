class Solution {
    static int[] leaveOneOut(int[] factors, int modulus) {
        int[] result = new int[factors.length];
        long before = 1;
        for (int place = 0; place < factors.length; place++) {
            result[place] = (int) before;
            before = before * factors[place] % modulus;
        }
        long after = 1;
        for (int place = factors.length - 1; place >= 0; place--) {
            result[place] = (int) (result[place] * after % modulus);
            after = after * factors[place] % modulus;
        }
        return result;
    }
}
