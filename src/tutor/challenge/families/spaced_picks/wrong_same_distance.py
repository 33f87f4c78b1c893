def best_spaced_total(points, rest):
    best = 0
    for start in range(rest + 1):
        best = max(best, sum(points[start :: rest + 1]))
    return best
