def last_stop(minutes, time):
    if not minutes:
        return 0
    rest = time % (2 * sum(minutes))
    for stop, leg in enumerate(minutes):
        if rest <= leg:
            return stop
        rest -= leg
    for stop in range(len(minutes), 0, -1):
        if rest <= minutes[stop - 1]:
            return stop
        rest -= minutes[stop - 1]
    return 0
