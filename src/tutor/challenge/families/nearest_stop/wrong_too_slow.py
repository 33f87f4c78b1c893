def nearest_stop(stops, houses):
    answer = []
    for house in houses:
        best = stops[0]
        for stop in stops:
            if abs(stop - house) < abs(best - house):
                best = stop
        answer.append(best)
    return answer
