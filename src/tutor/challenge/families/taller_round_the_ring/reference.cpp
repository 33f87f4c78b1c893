#include <vector>

std::vector<int> stepsToTaller(const std::vector<int>& heights) {
    int count = static_cast<int>(heights.size());
    std::vector<int> steps(count, 0), waiting;
    for (int position = 0; position < 2 * count; position++) {
        int height = heights[position % count];
        while (!waiting.empty() && heights[waiting.back()] < height) {
            steps[waiting.back()] = position - waiting.back();
            waiting.pop_back();
        }
        if (position < count) waiting.push_back(position);
    }
    return steps;
}
