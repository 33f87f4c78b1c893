import heapq


def free_rides(count, roads, start, goal, vouchers):
    neighbours = [[] for _ in range(count)]
    for a, b, price in roads:
        neighbours[a].append((b, price))
        neighbours[b].append((a, price))
    least = [[float("inf")] * count for _ in range(vouchers + 1)]
    least[0][start] = 0
    heap = [(0, start, 0)]
    while heap:
        cost, town, used = heapq.heappop(heap)
        if town == goal:
            return cost
        if cost > least[used][town]:
            continue
        for other, price in neighbours[town]:
            if cost + price < least[used][other]:
                least[used][other] = cost + price
                heapq.heappush(heap, (cost + price, other, used))
            if used < vouchers and cost < least[used + 1][other]:
                least[used + 1][other] = cost
                heapq.heappush(heap, (cost, other, used + 1))
    return -1
