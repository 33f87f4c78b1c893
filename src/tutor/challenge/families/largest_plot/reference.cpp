#include <algorithm>
#include <vector>

int largestPlot(const std::vector<std::vector<int>>& field, int allowed) {
    int rows = static_cast<int>(field.size());
    int columns = rows > 0 ? static_cast<int>(field[0].size()) : 0;
    std::vector<std::vector<int>> before(rows + 1, std::vector<int>(columns + 1));
    int side = 0;
    for (int bottom = 1; bottom <= rows; bottom++) {
        for (int right = 1; right <= columns; right++) {
            before[bottom][right] = before[bottom - 1][right] + before[bottom][right - 1] -
                                    before[bottom - 1][right - 1] + field[bottom - 1][right - 1];
            while (side < std::min(bottom, right)) {
                int top = bottom - side - 1, left = right - side - 1;
                int inside = before[bottom][right] - before[top][right] - before[bottom][left] + before[top][left];
                if (inside > allowed) break;
                side++;
            }
        }
    }
    return side;
}
