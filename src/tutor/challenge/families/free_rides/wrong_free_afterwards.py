import heapq


def free_rides(count, roads, start, goal, vouchers):
    neighbours = [[] for _ in range(count)]
    for a, b, price in roads:
        neighbours[a].append((b, price))
        neighbours[b].append((a, price))
    heap = [(0, start, [])]
    seen = set()
    while heap:
        cost, town, prices = heapq.heappop(heap)
        if town == goal:
            return cost - sum(sorted(prices, reverse=True)[:vouchers])
        if town in seen:
            continue
        seen.add(town)
        for other, price in neighbours[town]:
            heapq.heappush(heap, (cost + price, other, prices + [price]))
    return -1
