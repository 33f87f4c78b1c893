from heapq import heappop, heappush


def fewest_stops(distance, charge, places, gains):
    coming = sorted(zip(places, gains))
    passed = []
    reach, stops, place = charge, 0, 0
    while reach < distance:
        while place < len(coming) and coming[place][0] < reach:
            heappush(passed, -coming[place][1])
            place += 1
        if not passed:
            return -1
        reach -= heappop(passed)
        stops += 1
    return stops
