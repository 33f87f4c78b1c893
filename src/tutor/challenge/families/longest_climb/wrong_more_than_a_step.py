from bisect import bisect_left


def longest_climb(heights, step):
    ends = []
    for height in heights:
        before = bisect_left(ends, height - step)
        if before == len(ends):
            ends.append(height)
        else:
            ends[before] = min(ends[before], height)
    return len(ends)
