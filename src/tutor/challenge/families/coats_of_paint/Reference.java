class Solution {
    static int coatsOfPaint(int rows, int columns, int[][] coats, int layers) {
        int[][] changes = new int[rows + 1][columns + 1];
        for (int[] coat : coats) {
            int top = Math.min(coat[0], coat[2]), bottom = Math.max(coat[0], coat[2]) + 1;
            int left = Math.min(coat[1], coat[3]), right = Math.max(coat[1], coat[3]) + 1;
            changes[top][left]++;
            changes[top][right]--;
            changes[bottom][left]--;
            changes[bottom][right]++;
        }
        int enough = 0;
        int[] above = new int[columns];
        for (int row = 0; row < rows; row++) {
            int running = 0;
            for (int column = 0; column < columns; column++) {
                running += changes[row][column];
                above[column] += running;
                if (above[column] >= layers) enough++;
            }
        }
        return enough;
    }
}
