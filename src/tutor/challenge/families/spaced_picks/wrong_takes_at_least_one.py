def best_spaced_total(points, rest):
    best = []
    for place, value in enumerate(points):
        with_it = value + (best[place - rest - 1] if place > rest else 0)
        best.append(max(best[-1], with_it) if best else with_it)
    return best[-1] if best else 0
