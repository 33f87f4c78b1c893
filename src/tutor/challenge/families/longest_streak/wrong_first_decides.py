def longest_streak(row, changes):
    best = 0
    for start in range(len(row)):
        others = 0
        end = start
        while end < len(row):
            others += row[end] != row[start]
            if others > changes:
                break
            end += 1
        best = max(best, end - start)
    return best
