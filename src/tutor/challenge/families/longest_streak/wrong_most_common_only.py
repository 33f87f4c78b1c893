def longest_streak(row, changes):
    if not row:
        return 0
    color = max(set(row), key=row.count)
    best = start = others = 0
    for end in range(len(row)):
        others += row[end] != color
        while others > changes:
            others -= row[start] != color
            start += 1
        best = max(best, end - start + 1)
    return best
