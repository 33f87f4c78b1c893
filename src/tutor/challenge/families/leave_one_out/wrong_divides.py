def leave_one_out(factors, modulus):
    product = 1
    for factor in factors:
        product = product * factor % modulus
    return [product // factor for factor in factors]
