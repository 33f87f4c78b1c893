def steady_stretch(readings, spread):
    best = []
    start = 0
    for end, reading in enumerate(readings):
        if end == start:
            highest = lowest = reading
        highest, lowest = max(highest, reading), min(lowest, reading)
        if highest - lowest > spread:
            start, highest, lowest = end, reading, reading
        if not best or end - start + 1 > best[1]:
            best = [start, end - start + 1]
    return best
