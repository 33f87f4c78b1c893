from heapq import heapreplace


def counter_of_each(minutes, counters):
    free = [(0, counter, counter) for counter in range(counters)]
    chosen = []
    for person, duration in enumerate(minutes):
        time, _, counter = free[0]
        chosen.append(counter)
        heapreplace(free, (time + duration, counters + person, counter))
    return chosen
