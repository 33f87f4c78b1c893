#include <numeric>

long long loneChimes(long long firstMinute, long long lastMinute, int everyA, int everyB) {
    auto multiples = [&](long long of) { return lastMinute / of - (firstMinute - 1) / of; };
    long long together = std::lcm(static_cast<long long>(everyA), static_cast<long long>(everyB));
    return multiples(everyA) + multiples(everyB) - 2 * multiples(together);
}
