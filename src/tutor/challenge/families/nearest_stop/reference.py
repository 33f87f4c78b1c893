from bisect import bisect_left


def nearest_stop(stops, houses):
    def nearest(house):
        i = bisect_left(stops, house)
        if i == 0:
            return stops[0]
        if i == len(stops) or house - stops[i - 1] <= stops[i] - house:
            return stops[i - 1]
        return stops[i]

    return [nearest(house) for house in houses]
