def best_stretch(changes):
    best = None
    total = start = 0
    for place, change in enumerate(changes):
        if total <= 0:
            total, start = 0, place
        total += change
        if best is None or total > best[0]:
            best = (total, start, place - start + 1)
    return [] if best is None else [best[1], best[2]]
