from functools import lru_cache


def stream_crossing(stones, reach):
    bank = len(stones)

    @lru_cache(maxsize=None)
    def ways_from(place):
        if place == bank:
            return 1
        if place >= 0 and stones[place] == "x":
            return 0
        furthest = min(place + reach, bank)
        return sum(ways_from(landing) for landing in range(place + 1, furthest + 1))

    return ways_from(-1)
