#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

std::string busiestWord(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> words;
    std::unordered_map<std::string, int> counts;
    for (std::string word; in >> word;) {
        counts[word]++;
        words.push_back(word);
    }
    std::string busiest;
    int most = 0;
    for (const std::string& word : words) {
        if (counts[word] > most) {
            busiest = word;
            most = counts[word];
        }
    }
    return busiest;
}
