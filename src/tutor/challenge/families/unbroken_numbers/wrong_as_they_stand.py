def longest_unbroken(numbers):
    best = []
    start = 0
    for place in range(len(numbers)):
        if place > 0 and numbers[place] != numbers[place - 1] + 1:
            start = place
        first, last = numbers[start], numbers[place]
        if not best or (best[0] - best[1], best[0]) > (first - last, first):
            best = [first, last]
    return best
