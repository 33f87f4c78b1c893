#include <string>

std::string longestMirror(const std::string& text) {
    int size = static_cast<int>(text.size());
    int start = 0, length = 0;
    for (int center = 0; center < 2 * size - 1; center++) {
        int begin = (center + 1) / 2, end = center / 2 + 1;
        while (begin > 0 && end < size && text[begin - 1] == text[end]) {
            begin--;
            end++;
        }
        if (end - begin > length) {
            start = begin;
            length = end - begin;
        }
    }
    return text.substr(start, length);
}
