#include <map>
#include <string>
#include <vector>

long long fairStretches(const std::string& results, const std::string& teams) {
    std::vector<int> leads(teams.size(), 0);
    std::map<std::vector<int>, int> seen{{leads, 1}};
    long long fair = 0;
    for (char winner : results) {
        size_t team = teams.find(winner);
        if (team == 0) {
            // The lead of every other team over the first one shrinks.
            for (size_t other = 1; other < leads.size(); other++) leads[other]--;
        } else if (team != std::string::npos) {
            leads[team]++;
        }
        fair += seen[leads]++;
    }
    return fair;
}
