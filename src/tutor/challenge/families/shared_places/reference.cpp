#include <algorithm>
#include <functional>
#include <unordered_map>
#include <vector>

std::vector<int> sharedPlaces(const std::vector<int>& scores) {
    std::vector<int> ordered = scores;
    std::sort(ordered.begin(), ordered.end(), std::greater<int>());
    std::unordered_map<int, int> places;
    for (int i = 0; i < static_cast<int>(ordered.size()); i++) places.emplace(ordered[i], i + 1);
    std::vector<int> answer;
    for (int score : scores) answer.push_back(places[score]);
    return answer;
}
