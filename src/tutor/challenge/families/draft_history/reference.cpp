#include <string>
#include <vector>

std::vector<std::string> linesLeft(const std::vector<std::string>& actions) {
    std::vector<std::string> lines, undone;
    for (const std::string& action : actions) {
        auto space = action.find(' ');
        std::string what = action.substr(0, space), rest = action.substr(space + 1);
        if (what == "add") {
            lines.push_back(rest);
            undone.clear();
            continue;
        }
        auto& source = what == "undo" ? lines : undone;
        auto& target = what == "undo" ? undone : lines;
        for (int count = std::stoi(rest); count > 0 && !source.empty(); count--) {
            target.push_back(source.back());
            source.pop_back();
        }
    }
    return lines;
}
