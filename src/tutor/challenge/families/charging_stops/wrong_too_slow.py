def fewest_stops(distance, charge, places, gains):
    used = [False] * len(places)
    reach, stops = charge, 0
    while reach < distance:
        best = -1
        for stop, place in enumerate(places):
            if place <= reach and not used[stop] and (best < 0 or gains[stop] > gains[best]):
                best = stop
        if best < 0:
            return -1
        used[best] = True
        reach += gains[best]
        stops += 1
    return stops
