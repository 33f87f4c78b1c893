def longest_unbroken(numbers):
    there = set(numbers)
    best = []
    for first in numbers:
        if first - 1 in there:
            continue
        last = first
        while last + 1 in there:
            last += 1
        if not best or last - first > best[1] - best[0]:
            best = [first, last]
    return best
