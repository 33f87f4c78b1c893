def best_spaced_total(points, rest):
    best = [0]
    for place, value in enumerate(points):
        best.append(max(best[place], value + best[max(0, place - rest)]))
    return best[-1]
