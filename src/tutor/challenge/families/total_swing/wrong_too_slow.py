def total_swing(readings):
    total = 0
    for start in range(len(readings)):
        highest = lowest = readings[start]
        for end in range(start + 1, len(readings)):
            if readings[end] > highest:
                highest = readings[end]
            elif readings[end] < lowest:
                lowest = readings[end]
            total += highest - lowest
    return total
