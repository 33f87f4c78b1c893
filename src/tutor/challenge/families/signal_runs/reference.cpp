#include <string>

std::string shortenSignal(const std::string& signal) {
    std::string written;
    for (size_t start = 0, end = 0; start < signal.size(); start = end) {
        while (end < signal.size() && signal[end] == signal[start]) end++;
        written += signal[start];
        if (end - start > 1) written += std::to_string(end - start);
    }
    return written;
}
