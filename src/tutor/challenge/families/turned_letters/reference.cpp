#include <string>
#include <vector>

std::string turnLetters(const std::string& text, const std::vector<int>& shifts) {
    std::string turned = text;
    size_t letters = 0;
    for (char& character : turned) {
        bool small = character >= 'a' && character <= 'z';
        if (!small && !(character >= 'A' && character <= 'Z')) continue;
        char first = small ? 'a' : 'A';
        int place = (character - first + shifts[letters++ % shifts.size()]) % 26;
        character = static_cast<char>(first + (place + 26) % 26);
    }
    return turned;
}
