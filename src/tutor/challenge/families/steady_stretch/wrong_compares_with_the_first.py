def steady_stretch(readings, spread):
    best = []
    for start in range(len(readings)):
        end = start
        while end < len(readings) and abs(readings[end] - readings[start]) <= spread:
            end += 1
        if not best or end - start > best[1]:
            best = [start, end - start]
    return best
