def largest_poster(heights, widths):
    best = 0
    for begin in range(len(heights)):
        low = heights[begin]
        width = 0
        for end in range(begin, len(heights)):
            if heights[end] < low:
                low = heights[end]
            width += widths[end]
            if low * width > best:
                best = low * width
    return best
