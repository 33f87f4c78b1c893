def longest_climb(heights, step):
    climbs = []
    for height in heights:
        best = 0
        for place, climb in enumerate(climbs):
            if climb > best and height - heights[place] >= step:
                best = climb
        climbs.append(best + 1)
    return max(climbs, default=0)
