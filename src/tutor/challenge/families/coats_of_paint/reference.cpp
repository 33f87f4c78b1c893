#include <algorithm>
#include <vector>

int coatsOfPaint(int rows, int columns, const std::vector<std::vector<int>>& coats, int layers) {
    std::vector<std::vector<int>> changes(rows + 1, std::vector<int>(columns + 1));
    for (const auto& coat : coats) {
        auto [top, bottom] = std::minmax(coat[0], coat[2]);
        auto [left, right] = std::minmax(coat[1], coat[3]);
        changes[top][left]++;
        changes[top][right + 1]--;
        changes[bottom + 1][left]--;
        changes[bottom + 1][right + 1]++;
    }
    int enough = 0;
    std::vector<int> above(columns);
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
