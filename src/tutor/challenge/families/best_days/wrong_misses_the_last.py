def best_days(amounts, days):
    if len(amounts) < days:
        return -1
    total = most = sum(amounts[:days])
    best = 0
    for start in range(1, len(amounts) - days):
        total += amounts[start + days - 1] - amounts[start - 1]
        if total > most:
            most, best = total, start
    return best
