def largest_poster(heights, widths):
    steps = []
    at = best = 0
    for height, width in zip(heights, widths):
        begin = at
        while steps and steps[-1][1] >= height:
            begin, top = steps.pop()
            best = max(best, top * (at - begin))
        steps.append((begin, height))
        at += width
    return best
