def free_rides(count, roads, start, goal, vouchers):
    infinity = float("inf")
    least = [[infinity] * count for _ in range(vouchers + 1)]
    for row in least:
        row[start] = 0
    for _ in range(count * (vouchers + 1)):
        for a, b, price in roads:
            for u, v in ((a, b), (b, a)):
                for used in range(vouchers + 1):
                    cost = least[used][u] + price
                    if used > 0:
                        cost = min(cost, least[used - 1][u])
                    if cost < least[used][v]:
                        least[used][v] = cost
    best = least[vouchers][goal]
    return -1 if best == infinity else best
