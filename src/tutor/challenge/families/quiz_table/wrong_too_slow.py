def quiz_table(names, points, minutes):
    order = list(range(len(names)))

    def stands_higher(i, j):
        if points[i] != points[j]:
            return points[i] > points[j]
        if minutes[i] != minutes[j]:
            return minutes[i] < minutes[j]
        return names[i] < names[j]

    for place in range(len(order)):
        best = place
        for other in range(place + 1, len(order)):
            if stands_higher(order[other], order[best]):
                best = other
        order[place], order[best] = order[best], order[place]
    return [names[i] for i in order]
