def zeros_at_the_end(count, base):
    largest, power, divisor = base, 1, 2
    while base > 1:
        if divisor * divisor > base:
            divisor = base
        times = 0
        while base % divisor == 0:
            base //= divisor
            times += 1
        if times:
            largest, power = divisor, times
        divisor += 1
    total = 0
    while count:
        count //= largest
        total += count
    return total // power
