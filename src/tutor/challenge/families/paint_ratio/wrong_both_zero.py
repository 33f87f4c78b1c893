from math import gcd


def lowest_ratio(first, second):
    a, b = sum(first), sum(second)
    common = gcd(a, b)
    return [a // common, b // common]
