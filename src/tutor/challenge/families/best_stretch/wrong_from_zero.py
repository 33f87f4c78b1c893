def best_stretch(changes):
    best, most = [], 0
    total = start = 0
    for place, change in enumerate(changes):
        if total <= 0:
            total, start = 0, place
        total += change
        length = place - start + 1
        if total > most or total == most and best and length < best[1]:
            most, best = total, [start, length]
    return best
