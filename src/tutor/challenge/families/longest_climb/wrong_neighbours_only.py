def longest_climb(heights, step):
    longest = run = 0
    for place, height in enumerate(heights):
        run = run + 1 if place > 0 and height - heights[place - 1] >= step else 1
        longest = max(longest, run)
    return longest
