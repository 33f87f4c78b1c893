from heapq import heapreplace


def counter_of_each(minutes, counters):
    free = [(0, counter) for counter in range(counters)]
    chosen = []
    for duration in minutes:
        time, counter = free[0]
        chosen.append(counter)
        heapreplace(free, (time + duration, counter))
    return chosen
