def steady_stretch(readings, spread):
    best = []
    start = 0
    for end in range(len(readings)):
        if end > 0 and abs(readings[end] - readings[end - 1]) > spread:
            start = end
        if not best or end - start + 1 > best[1]:
            best = [start, end - start + 1]
    return best
