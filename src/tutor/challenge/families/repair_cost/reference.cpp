#include <algorithm>
#include <string>
#include <vector>

int repairCost(const std::string& written, const std::string& wanted, int insertCost, int removeCost, int changeCost) {
    const size_t length = wanted.size();
    std::vector<int> row(length + 1);
    for (size_t count = 0; count <= length; count++) row[count] = static_cast<int>(count) * insertCost;
    for (char letter : written) {
        std::vector<int> above = row;
        row[0] = above[0] + removeCost;
        for (size_t place = 0; place < length; place++) {
            int kept = above[place] + (letter == wanted[place] ? 0 : changeCost);
            row[place + 1] = std::min({kept, above[place + 1] + removeCost, row[place] + insertCost});
        }
    }
    return row[length];
}
