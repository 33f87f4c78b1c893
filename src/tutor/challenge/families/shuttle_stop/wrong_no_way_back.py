def last_stop(minutes, time):
    if not minutes:
        return 0
    rest = time % sum(minutes)
    for stop, leg in enumerate(minutes):
        if rest < leg:
            return stop
        rest -= leg
    return 0
