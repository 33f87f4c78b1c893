def lowest_ratio(first, second):
    a, b = sum(first), sum(second)
    if a == 0 or b == 0:
        return [min(a, 1), min(b, 1)]
    for divisor in (2, 3, 5, 7):
        while a % divisor == 0 and b % divisor == 0:
            a //= divisor
            b //= divisor
    return [a, b]
