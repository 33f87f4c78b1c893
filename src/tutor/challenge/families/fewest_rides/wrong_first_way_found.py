def fewest_rides(count, links, start, goal):
    neighbours = [[] for _ in range(count)]
    for a, b in links:
        neighbours[a].append(b)
        neighbours[b].append(a)
    seen = set()

    def search(stop, rides):
        if stop == goal:
            return rides
        seen.add(stop)
        for other in neighbours[stop]:
            if other not in seen:
                found = search(other, rides + 1)
                if found != -1:
                    return found
        return -1

    return search(start, 0)
