from collections import Counter


def longest_streak(row, changes):
    counts = Counter()
    start = most = 0
    for end, color in enumerate(row):
        counts[color] += 1
        most = max(most, counts[color])
        if end - start + 1 - most > changes:
            counts[row[start]] -= 1
            start += 1
    return len(row) - start
