#include <algorithm>
#include <climits>

long long zerosAtTheEnd(long long count, int base) {
    long long zeros = LLONG_MAX;
    long long rest = base;
    for (long long prime = 2; rest > 1; prime++) {
        if (prime * prime > rest) prime = rest;
        int power = 0;
        while (rest % prime == 0) {
            rest /= prime;
            power++;
        }
        if (power == 0) continue;
        long long total = 0;
        for (long long left = count / prime; left > 0; left /= prime) total += left;
        zeros = std::min(zeros, total / power);
    }
    return zeros;
}
