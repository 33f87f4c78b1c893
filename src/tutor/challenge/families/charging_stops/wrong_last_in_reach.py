def fewest_stops(distance, charge, places, gains):
    coming = sorted(zip(places, gains))
    reach, stops, place = charge, 0, 0
    while reach < distance:
        last = None
        while place < len(coming) and coming[place][0] <= reach:
            last = coming[place]
            place += 1
        if last is None:
            return -1
        reach += last[1]
        stops += 1
    return stops
