def zeros_at_the_end(count, base):
    zeros = None
    divisor = 2
    while base > 1:
        if divisor * divisor > base:
            divisor = base
        if base % divisor == 0:
            while base % divisor == 0:
                base //= divisor
            total, left = 0, count
            while left:
                left //= divisor
                total += left
            zeros = total if zeros is None else min(zeros, total)
        divisor += 1
    return zeros
