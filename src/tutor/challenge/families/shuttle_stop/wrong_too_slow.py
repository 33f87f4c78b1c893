def last_stop(minutes, time):
    if not minutes:
        return 0
    stop, step = 0, 1
    while True:
        if stop == len(minutes):
            step = -1
        elif stop == 0:
            step = 1
        leg = minutes[stop] if step == 1 else minutes[stop - 1]
        if time < leg:
            return stop
        time -= leg
        stop += step
