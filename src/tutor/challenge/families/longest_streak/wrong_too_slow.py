def longest_streak(row, changes):
    best = 0
    for start in range(len(row)):
        counts = {}
        most = 0
        for end in range(start, len(row)):
            counts[row[end]] = counts.get(row[end], 0) + 1
            most = max(most, counts[row[end]])
            if end - start + 1 - most > changes:
                break
            best = max(best, end - start + 1)
    return best
