def best_stretch(changes):
    best = None
    total = start = 0
    for place, change in enumerate(changes):
        if total < 0:
            total, start = 0, place
        total += change
        length = place - start + 1
        if best is None or (total, -length) > (best[0], -best[2]):
            best = (total, start, length)
    return [] if best is None else [best[1], best[2]]
