#include <string>
#include <unordered_map>
#include <vector>

static std::string trimmed(const std::string& text) {
    size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos) return "";
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> settingsLookup(const std::vector<std::string>& lines, const std::vector<std::string>& wanted) {
    std::unordered_map<std::string, std::string> settings;
    for (const std::string& line : lines) {
        std::string text = line.substr(0, line.find('#'));
        size_t equals = text.find('=');
        if (equals != std::string::npos) settings[trimmed(text.substr(0, equals))] = trimmed(text.substr(equals + 1));
    }
    std::vector<std::string> values;
    for (const std::string& key : wanted) {
        auto found = settings.find(key);
        values.push_back(found == settings.end() ? "" : found->second);
    }
    return values;
}
