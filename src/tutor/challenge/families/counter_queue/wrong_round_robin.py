def counter_of_each(minutes, counters):
    return [person % counters for person in range(len(minutes))]
