def zeros_at_the_end(count, base):
    powers = {}
    divisor = 2
    while base > 1:
        if divisor * divisor > base:
            divisor = base
        while base % divisor == 0:
            base //= divisor
            powers[divisor] = powers.get(divisor, 0) + 1
        divisor += 1
    totals = dict.fromkeys(powers, 0)
    for number in range(2, count + 1):
        for prime in powers:
            rest = number
            while rest % prime == 0:
                rest //= prime
                totals[prime] += 1
    return min(totals[prime] // power for prime, power in powers.items())
