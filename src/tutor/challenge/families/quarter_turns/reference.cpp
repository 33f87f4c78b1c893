#include <utility>
#include <vector>

std::vector<std::vector<int>> quarterTurns(const std::vector<std::vector<int>>& picture, int turns) {
    auto turned = picture;
    if (picture.empty()) return turned;
    for (int left = (turns % 4 + 4) % 4; left > 0; left--) {
        size_t rows = turned.size(), columns = turned[0].size();
        std::vector<std::vector<int>> next(columns, std::vector<int>(rows));
        for (size_t row = 0; row < rows; row++) {
            for (size_t column = 0; column < columns; column++) next[column][rows - 1 - row] = turned[row][column];
        }
        turned = std::move(next);
    }
    return turned;
}
