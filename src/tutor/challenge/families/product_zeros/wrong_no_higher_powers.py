def zeros_at_the_end(count, base):
    zeros = None
    divisor = 2
    while base > 1:
        if divisor * divisor > base:
            divisor = base
        power = 0
        while base % divisor == 0:
            base //= divisor
            power += 1
        if power:
            lasts = count // divisor // power
            zeros = lasts if zeros is None else min(zeros, lasts)
        divisor += 1
    return zeros
