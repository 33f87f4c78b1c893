#include <string>
#include <vector>

using Memo = std::vector<std::vector<long long>>;

static long long endings(int left, int depth, int deepest, Memo& memo) {
    if (depth < 0 || depth > deepest || depth > left) return 0;
    if (left == 0) return 1;
    long long& ways = memo[left][depth];
    if (ways < 0) ways = endings(left - 1, depth + 1, deepest, memo) + endings(left - 1, depth - 1, deepest, memo);
    return ways;
}

std::string kthRow(int pairs, int deepest, long long number) {
    Memo memo(2 * pairs + 1, std::vector<long long>(2 * pairs + 1, -1));
    if (number > endings(2 * pairs, 0, deepest, memo)) return "";
    std::string row;
    int depth = 0;
    for (int left = 2 * pairs - 1; left >= 0; left--) {
        const long long opened = endings(left, depth + 1, deepest, memo);
        if (number <= opened) {
            row += '(';
            depth++;
        } else {
            number -= opened;
            row += ')';
            depth--;
        }
    }
    return row;
}
