#include <array>
#include <map>
#include <string>
#include <vector>

std::vector<int> robotAfter(const std::vector<std::string>& grid, const std::string& commands, long long rounds) {
    using State = std::array<int, 4>;  // Row, column, and the step forward: down and right.
    int rows = static_cast<int>(grid.size()), columns = static_cast<int>(grid[0].size());
    auto play = [&](State state) {
        auto& [row, column, down, right] = state;
        for (char command : commands) {
            int before = down;
            if (command == 'L') {
                down = -right;
                right = before;
            } else if (command == 'R') {
                down = right;
                right = -before;
            } else {
                int step = command == 'F' ? 1 : -1;
                int r = row + step * down, c = column + step * right;
                if (r >= 0 && r < rows && c >= 0 && c < columns && grid[r][c] == '.') {
                    row = r;
                    column = c;
                }
            }
        }
        return state;
    };
    std::vector<State> states;
    std::map<State, long long> seen;
    State state{0, 0, 0, 1};
    while (static_cast<long long>(states.size()) < rounds && !seen.count(state)) {
        seen[state] = static_cast<long long>(states.size());
        states.push_back(state);
        state = play(state);
    }
    long long count = static_cast<long long>(states.size());
    if (count < rounds) {
        long long first = seen[state];
        state = states[first + (rounds - first) % (count - first)];
    }
    return {state[0], state[1]};
}
