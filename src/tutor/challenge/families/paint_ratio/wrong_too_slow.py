def lowest_ratio(first, second):
    a, b = sum(first), sum(second)
    if a == 0 or b == 0:
        return [min(a, 1), min(b, 1)]
    common = min(a, b)
    while a % common != 0 or b % common != 0:
        common -= 1
    return [a // common, b // common]
