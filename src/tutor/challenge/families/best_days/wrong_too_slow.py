def best_days(amounts, days):
    best, most = -1, None
    for start in range(len(amounts) - days + 1):
        total = 0
        for place in range(start, start + days):
            total += amounts[place]
        if most is None or total > most:
            most, best = total, start
    return best
