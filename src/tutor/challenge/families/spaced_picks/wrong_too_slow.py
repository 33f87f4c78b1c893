def best_spaced_total(points, rest):
    totals = []
    for place, value in enumerate(points):
        before = 0
        for other in range(place - rest):
            if totals[other] > before:
                before = totals[other]
        totals.append(value + before)
    return max([0] + totals)
