from bisect import bisect_right


def longest_climb(heights, step):
    ends = []
    for height in heights:
        before = bisect_right(ends, height - step)
        ends[before : before + 1] = [height]
    return len(ends)
