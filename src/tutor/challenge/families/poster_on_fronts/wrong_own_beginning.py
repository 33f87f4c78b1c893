def largest_poster(heights, widths):
    steps = []
    at = best = 0
    for height, width in [*zip(heights, widths), (0, 0)]:
        while steps and steps[-1][1] >= height:
            begin, top = steps.pop()
            best = max(best, top * (at - begin))
        steps.append((at, height))
        at += width
    return best
