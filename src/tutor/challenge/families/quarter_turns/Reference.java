class Solution {
    static int[][] quarterTurns(int[][] picture, int turns) {
        int[][] turned = picture.clone();
        for (int i = 0; i < picture.length; i++) turned[i] = picture[i].clone();
        if (picture.length == 0) return turned;
        for (int left = Math.floorMod(turns, 4); left > 0; left--) turned = turnedOnce(turned);
        return turned;
    }

    private static int[][] turnedOnce(int[][] picture) {
        int rows = picture.length;
        int[][] turned = new int[picture[0].length][rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < turned.length; column++) {
                turned[column][rows - 1 - row] = picture[row][column];
            }
        }
        return turned;
    }
}
