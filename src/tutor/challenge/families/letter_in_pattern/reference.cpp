#include <cctype>
#include <string>
#include <vector>

std::string letterAt(const std::string& pattern, long long place) {
    struct Open {
        size_t start;
        long long before, times;
    };
    std::vector<long long> unit(pattern.size());
    std::vector<size_t> end(pattern.size());
    std::vector<Open> stack;
    long long length = 0, count = 0;
    for (size_t i = 0; i < pattern.size(); i++) {
        char symbol = pattern[i];
        if (std::isdigit(static_cast<unsigned char>(symbol))) {
            count = count * 10 + (symbol - '0');
        } else if (symbol == '[') {
            stack.push_back({i, length, count});
            length = count = 0;
        } else if (symbol == ']') {
            Open open = stack.back();
            stack.pop_back();
            unit[open.start] = length;
            end[open.start] = i;
            length = open.before + open.times * length;
        } else {
            length++;
        }
    }
    count = 0;
    for (size_t i = 0; i < pattern.size(); i++) {
        char symbol = pattern[i];
        if (std::isdigit(static_cast<unsigned char>(symbol))) {
            count = count * 10 + (symbol - '0');
        } else if (symbol == '[') {
            long long total = count * unit[i];
            if (place < total) {
                place %= unit[i];
            } else {
                place -= total;
                i = end[i];
            }
            count = 0;
        } else if (symbol != ']' && place-- == 0) {
            return std::string(1, symbol);
        }
    }
    return "";
}
