def leave_one_out(factors, modulus):
    result = []
    before = 1
    for factor in factors:
        result.append(before)
        before = before * factor % modulus
    after = 1
    for place in range(len(factors) - 1, -1, -1):
        result[place] *= after
        after = after * factors[place] % modulus
    return result
