class Solution {
    static int[] distancesInOrder(int[] positions, int home) {
        int left = 0;
        int right = positions.length - 1;
        int[] distances = new int[positions.length];
        for (int place = positions.length - 1; place >= 0; place--) {
            int before = Math.abs(home - positions[left]);
            int behind = Math.abs(positions[right] - home);
            if (before > behind) {
                distances[place] = before;
                left++;
            } else {
                distances[place] = behind;
                right--;
            }
        }
        return distances;
    }
}
