from bisect import bisect_right


def longest_climb(heights, step):
    ends = []
    for height in heights:
        before = bisect_right(ends, height - step)
        if before == len(ends):
            ends.append(height)
        else:
            ends[before] = min(ends[before], height)
    return len(ends)
