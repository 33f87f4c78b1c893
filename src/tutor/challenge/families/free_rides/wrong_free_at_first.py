import heapq


def free_rides(count, roads, start, goal, vouchers):
    neighbours = [[] for _ in range(count)]
    for a, b, price in roads:
        neighbours[a].append((b, price))
        neighbours[b].append((a, price))
    heap = [(0, start, 0)]
    seen = set()
    while heap:
        cost, town, used = heapq.heappop(heap)
        if town == goal:
            return cost
        if (town, used) in seen:
            continue
        seen.add((town, used))
        for other, price in neighbours[town]:
            if used < vouchers:
                heapq.heappush(heap, (cost, other, used + 1))
            else:
                heapq.heappush(heap, (cost + price, other, used))
    return -1
