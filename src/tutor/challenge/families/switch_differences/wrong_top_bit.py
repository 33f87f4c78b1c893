def total_differences(codes):
    total = 0
    for bit in range(30):
        on = sum(code >> bit & 1 for code in codes)
        total += on * (len(codes) - on)
    return total
