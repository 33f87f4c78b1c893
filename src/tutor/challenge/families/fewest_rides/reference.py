from collections import deque


def fewest_rides(count, links, start, goal):
    neighbours = [[] for _ in range(count)]
    for a, b in links:
        neighbours[a].append(b)
        neighbours[b].append(a)
    rides = [-1] * count
    rides[start] = 0
    queue = deque([start])
    while queue:
        stop = queue.popleft()
        if stop == goal:
            break
        for other in neighbours[stop]:
            if rides[other] == -1:
                rides[other] = rides[stop] + 1
                queue.append(other)
    return rides[goal]
