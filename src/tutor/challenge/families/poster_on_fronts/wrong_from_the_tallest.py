def largest_poster(heights, widths):
    if not heights:
        return 0
    left = right = heights.index(max(heights))
    low, width = heights[left], widths[left]
    best = low * width
    while left > 0 or right < len(heights) - 1:
        if right == len(heights) - 1 or (left > 0 and heights[left - 1] >= heights[right + 1]):
            left -= 1
            low, width = min(low, heights[left]), width + widths[left]
        else:
            right += 1
            low, width = min(low, heights[right]), width + widths[right]
        best = max(best, low * width)
    return best
