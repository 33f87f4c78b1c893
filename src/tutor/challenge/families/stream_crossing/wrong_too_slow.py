def stream_crossing(stones, reach):
    bank = len(stones)

    def ways_from(place):
        if place == bank:
            return 1
        if place >= 0 and stones[place] == "x":
            return 0
        return sum(ways_from(landing) for landing in range(place + 1, min(place + reach, bank) + 1))

    return ways_from(-1)
