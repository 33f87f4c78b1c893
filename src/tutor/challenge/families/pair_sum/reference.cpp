#include <unordered_map>
#include <vector>

std::vector<int> pairSum(const std::vector<int>& prices, int target) {
    std::unordered_map<long long, int> places;
    for (int place = 0; place < static_cast<int>(prices.size()); place++) {
        auto other = places.find(static_cast<long long>(target) - prices[place]);
        if (other != places.end()) return {other->second, place};
        places[prices[place]] = place;
    }
    return {};
}
