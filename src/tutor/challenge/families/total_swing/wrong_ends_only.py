def total_swing(readings):
    total = 0
    for start in range(len(readings)):
        for end in range(start + 1, len(readings)):
            total += abs(readings[end] - readings[start])
    return total
