def fewest_rides(count, links, start, goal):
    rides = [count] * count
    rides[start] = 0
    changed = True
    while changed:
        changed = False
        for a, b in links:
            if rides[a] + 1 < rides[b]:
                rides[b] = rides[a] + 1
                changed = True
            if rides[b] + 1 < rides[a]:
                rides[a] = rides[b] + 1
                changed = True
    return rides[goal] if rides[goal] < count else -1
