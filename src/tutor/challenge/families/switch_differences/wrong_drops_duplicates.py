def total_differences(codes):
    codes = set(codes)
    total = 0
    for bit in range(31):
        on = sum(code >> bit & 1 for code in codes)
        total += on * (len(codes) - on)
    return total
