def lone_chimes(first_minute, last_minute, every_a, every_b):
    count = 0
    for minute in range(first_minute, last_minute + 1):
        if (minute % every_a == 0) != (minute % every_b == 0):
            count += 1
    return count
