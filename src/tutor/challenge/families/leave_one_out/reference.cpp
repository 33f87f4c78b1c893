#include <vector>

std::vector<int> leaveOneOut(const std::vector<int>& factors, int modulus) {
    std::vector<int> result(factors.size());
    long long before = 1;
    for (size_t place = 0; place < factors.size(); place++) {
        result[place] = static_cast<int>(before);
        before = before * factors[place] % modulus;
    }
    long long after = 1;
    for (size_t place = factors.size(); place-- > 0;) {
        result[place] = static_cast<int>(result[place] * after % modulus);
        after = after * factors[place] % modulus;
    }
    return result;
}
