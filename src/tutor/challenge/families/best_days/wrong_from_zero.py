def best_days(amounts, days):
    total = sum(amounts[:days - 1])
    most, best = 0, -1
    for end in range(days - 1, len(amounts)):
        total += amounts[end]
        if total > most:
            most, best = total, end - days + 1
        total -= amounts[end - days + 1]
    return best
