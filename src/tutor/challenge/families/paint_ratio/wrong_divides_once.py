def lowest_ratio(first, second):
    a, b = sum(first), sum(second)
    if a == 0 or b == 0:
        return [min(a, 1), min(b, 1)]
    divisor = 2
    while divisor * divisor <= max(a, b):
        if a % divisor == 0 and b % divisor == 0:
            return [a // divisor, b // divisor]
        divisor += 1
    return [a, b]
