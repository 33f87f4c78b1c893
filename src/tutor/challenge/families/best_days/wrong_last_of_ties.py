def best_days(amounts, days):
    if len(amounts) < days:
        return -1
    total = most = sum(amounts[:days])
    best = 0
    for end in range(days, len(amounts)):
        total += amounts[end] - amounts[end - days]
        if total >= most:
            most, best = total, end - days + 1
    return best
