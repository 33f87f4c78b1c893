class Solution {
    static String turnLetters(String text, int[] shifts) {
        StringBuilder turned = new StringBuilder();
        int letters = 0;
        for (char character : text.toCharArray()) {
            boolean small = character >= 'a' && character <= 'z';
            if (small || character >= 'A' && character <= 'Z') {
                char first = small ? 'a' : 'A';
                int shift = shifts[letters % shifts.length];
                turned.append((char) (first + Math.floorMod(character - first + shift, 26)));
                letters++;
            } else {
                turned.append(character);
            }
        }
        return turned.toString();
    }
}
