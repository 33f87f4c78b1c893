def total_swing(readings):
    return sum_of_highest(readings) + sum_of_highest([-reading for reading in readings])


def sum_of_highest(readings):
    total = here = 0  # here: the sum over the stretches that end at this reading
    falling = []  # (reading, from how many starts it is the highest)
    for reading in readings:
        starts = 1
        while falling and falling[-1][0] <= reading:
            lower, count = falling.pop()
            here -= lower * count
            starts += count
        falling.append((reading, starts))
        here += reading * starts
        total += here
    return total
