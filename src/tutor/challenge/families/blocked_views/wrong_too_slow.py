def blocked_views(heights, gap):
    pairs = 0
    for i in range(len(heights)):
        for j in range(i + 1, len(heights)):
            if heights[i] - heights[j] > gap:
                pairs += 1
    return pairs
