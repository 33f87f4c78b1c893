def leave_one_out(factors, modulus):
    result = []
    for place in range(len(factors)):
        product = 1 % modulus
        for other in range(len(factors)):
            if other != place:
                product = product * factors[other] % modulus
        result.append(product)
    return result
