import java.util.ArrayList;
import java.util.List;

class Solution {
    static String[] linesLeft(String[] actions) {
        List<String> lines = new ArrayList<>();
        List<String> undone = new ArrayList<>();
        for (String action : actions) {
            String[] parts = action.split(" ", 2);
            if (parts[0].equals("add")) {
                lines.add(parts[1]);
                undone.clear();
                continue;
            }
            boolean undo = parts[0].equals("undo");
            List<String> source = undo ? lines : undone;
            List<String> target = undo ? undone : lines;
            for (int count = Integer.parseInt(parts[1]); count > 0 && !source.isEmpty(); count--) {
                target.add(source.remove(source.size() - 1));
            }
        }
        return lines.toArray(new String[0]);
    }
}
