def counter_of_each(minutes, counters):
    free = [0] * counters
    chosen = []
    for duration in minutes:
        first = 0
        for counter in range(counters):
            if free[counter] < free[first]:
                first = counter
        chosen.append(first)
        free[first] += duration
    return chosen
