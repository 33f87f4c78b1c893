from bisect import bisect_left


def nearest_stop(stops, houses):
    return [stops[min(bisect_left(stops, house), len(stops) - 1)] for house in houses]
