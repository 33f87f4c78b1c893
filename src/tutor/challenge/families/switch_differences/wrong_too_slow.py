def total_differences(codes):
    total = 0
    for i in range(len(codes)):
        for j in range(i + 1, len(codes)):
            total += bin(codes[i] ^ codes[j]).count("1")
    return total
