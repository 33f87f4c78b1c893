def steady_stretch(readings, spread):
    best = []
    for start in range(len(readings)):
        highest = lowest = readings[start]
        end = start
        while end < len(readings):
            highest = max(highest, readings[end])
            lowest = min(lowest, readings[end])
            if highest - lowest > spread:
                break
            end += 1
        if not best or end - start > best[1]:
            best = [start, end - start]
    return best
