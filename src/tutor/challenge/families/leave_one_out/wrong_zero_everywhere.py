def leave_one_out(factors, modulus):
    if 0 in factors:
        return [0] * len(factors)
    result = []
    before = 1
    for factor in factors:
        result.append(before)
        before = before * factor % modulus
    after = 1
    for place in range(len(factors) - 1, -1, -1):
        result[place] = result[place] * after % modulus
        after = after * factors[place] % modulus
    return result
