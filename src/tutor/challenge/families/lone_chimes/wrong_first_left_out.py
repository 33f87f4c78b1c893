from math import gcd


def lone_chimes(first_minute, last_minute, every_a, every_b):
    def multiples(of):
        return last_minute // of - first_minute // of

    together = every_a // gcd(every_a, every_b) * every_b
    return multiples(every_a) + multiples(every_b) - 2 * multiples(together)
