#include <string>
#include <vector>

int firstMisfit(const std::string& text) {
    const std::string opening = "([<", closing = ")]>";
    std::vector<int> places;
    for (int place = 0; place < static_cast<int>(text.size()); place++) {
        auto kind = closing.find(text[place]);
        if (opening.find(text[place]) != std::string::npos) {
            places.push_back(place);
        } else if (kind != std::string::npos) {
            if (places.empty() || text[places.back()] != opening[kind]) return place;
            places.pop_back();
        }
    }
    return places.empty() ? -1 : places.front();
}
