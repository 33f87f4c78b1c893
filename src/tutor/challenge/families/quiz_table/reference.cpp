#include <algorithm>
#include <numeric>
#include <string>
#include <tuple>
#include <vector>

std::vector<std::string> quizTable(const std::vector<std::string>& names, const std::vector<int>& points,
                                   const std::vector<int>& minutes) {
    std::vector<int> order(names.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int i, int j) {
        return std::tie(points[j], minutes[i], names[i]) < std::tie(points[i], minutes[j], names[j]);
    });
    std::vector<std::string> table;
    for (int i : order) table.push_back(names[i]);
    return table;
}
