def best_spaced_total(points, rest):
    total, taken = 0, []
    for place in sorted(range(len(points)), key=lambda place: -points[place]):
        if points[place] > 0 and all(abs(place - other) > rest for other in taken):
            total += points[place]
            taken.append(place)
    return total
