def total_differences(codes):
    return sum(bin(a ^ b).count("1") for a, b in zip(codes, codes[1:]))
