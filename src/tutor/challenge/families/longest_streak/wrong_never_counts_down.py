def longest_streak(row, changes):
    counts = {}
    best = start = most = 0
    for end, color in enumerate(row):
        counts[color] = counts.get(color, 0) + 1
        most = max(most, counts[color])
        while end - start + 1 - most > changes:
            start += 1
        best = max(best, end - start + 1)
    return best
