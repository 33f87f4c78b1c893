import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Solution {
    private record State(int row, int column, int down, int right) {}

    private static State play(String[] grid, String commands, State from) {
        int row = from.row();
        int column = from.column();
        int down = from.down();
        int right = from.right();
        for (char command : commands.toCharArray()) {
            int before = down;
            if (command == 'L') {
                down = -right;
                right = before;
            } else if (command == 'R') {
                down = right;
                right = -before;
            } else {
                int step = command == 'F' ? 1 : -1;
                int r = row + step * down;
                int c = column + step * right;
                if (r >= 0 && r < grid.length && c >= 0 && c < grid[0].length() && grid[r].charAt(c) == '.') {
                    row = r;
                    column = c;
                }
            }
        }
        return new State(row, column, down, right);
    }

    static int[] robotAfter(String[] grid, String commands, long rounds) {
        List<State> states = new ArrayList<>();
        Map<State, Integer> seen = new HashMap<>();
        State state = new State(0, 0, 0, 1);
        while (states.size() < rounds && !seen.containsKey(state)) {
            seen.put(state, states.size());
            states.add(state);
            state = play(grid, commands, state);
        }
        if (states.size() < rounds) {
            int first = seen.get(state);
            state = states.get(first + (int) ((rounds - first) % (states.size() - first)));
        }
        return new int[] {state.row(), state.column()};
    }
}
