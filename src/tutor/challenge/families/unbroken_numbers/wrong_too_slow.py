def longest_unbroken(numbers):
    there = set(numbers)
    best = []
    for first in there:
        last = first
        while last + 1 in there:
            last += 1
        if not best or (best[0] - best[1], best[0]) > (first - last, first):
            best = [first, last]
    return best
