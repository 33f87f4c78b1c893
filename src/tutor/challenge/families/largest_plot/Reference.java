class Solution {
    static int largestPlot(int[][] field, int allowed) {
        int rows = field.length;
        int columns = rows > 0 ? field[0].length : 0;
        int[][] before = new int[rows + 1][columns + 1];
        int side = 0;
        for (int bottom = 1; bottom <= rows; bottom++) {
            for (int right = 1; right <= columns; right++) {
                before[bottom][right] = before[bottom - 1][right] + before[bottom][right - 1]
                        - before[bottom - 1][right - 1] + field[bottom - 1][right - 1];
                while (side < Math.min(bottom, right)) {
                    int top = bottom - side - 1, left = right - side - 1;
                    int inside = before[bottom][right] - before[top][right] - before[bottom][left] + before[top][left];
                    if (inside > allowed) break;
                    side++;
                }
            }
        }
        return side;
    }
}
