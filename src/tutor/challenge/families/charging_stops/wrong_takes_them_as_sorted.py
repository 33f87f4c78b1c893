from heapq import heappop, heappush


def fewest_stops(distance, charge, places, gains):
    passed = []
    reach, stops, place = charge, 0, 0
    while reach < distance:
        while place < len(places) and places[place] <= reach:
            heappush(passed, -gains[place])
            place += 1
        if not passed:
            return -1
        reach -= heappop(passed)
        stops += 1
    return stops
