class Solution {
    static int repairCost(String written, String wanted, int insertCost, int removeCost, int changeCost) {
        int[] row = new int[wanted.length() + 1];
        for (int count = 0; count < row.length; count++) {
            row[count] = count * insertCost;
        }
        for (char letter : written.toCharArray()) {
            int[] above = row;
            row = new int[above.length];
            row[0] = above[0] + removeCost;
            for (int place = 0; place < wanted.length(); place++) {
                int kept = above[place] + (letter == wanted.charAt(place) ? 0 : changeCost);
                row[place + 1] = Math.min(kept, Math.min(above[place + 1] + removeCost, row[place] + insertCost));
            }
        }
        return row[wanted.length()];
    }
}
