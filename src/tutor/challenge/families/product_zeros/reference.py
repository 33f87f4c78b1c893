def zeros_at_the_end(count, base):
    def how_often(prime):
        total, left = 0, count
        while left:
            left //= prime
            total += left
        return total

    zeros = None
    prime = 2
    while base > 1:
        if prime * prime > base:
            prime = base
        power = 0
        while base % prime == 0:
            base //= prime
            power += 1
        if power:
            lasts = how_often(prime) // power
            zeros = lasts if zeros is None else min(zeros, lasts)
        prime += 1
    return zeros
