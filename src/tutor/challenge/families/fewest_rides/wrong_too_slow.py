def fewest_rides(count, links, start, goal):
    reached = {start}
    ring = {start}
    rides = 0
    while ring:
        if goal in ring:
            return rides
        following = set()
        for a, b in links:
            if a in ring and b not in reached:
                following.add(b)
            if b in ring and a not in reached:
                following.add(a)
        reached |= following
        ring = following
        rides += 1
    return -1
