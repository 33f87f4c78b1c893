def longest_unbroken(numbers):
    best = []
    first = last = None
    for number in sorted(numbers):
        if last is None or number != last + 1:
            first = number
        last = number
        if not best or last - first > best[1] - best[0]:
            best = [first, last]
    return best
