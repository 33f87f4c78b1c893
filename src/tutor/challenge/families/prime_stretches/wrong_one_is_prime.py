def primes_between(lows, highs):
    highest = max(highs, default=0)
    prime = [False] + [True] * (highest + 1)
    for number in range(2, highest + 1):
        if prime[number]:
            for multiple in range(number * number, highest + 1, number):
                prime[multiple] = False
    below = [0]
    for is_prime in prime:
        below.append(below[-1] + is_prime)
    return [below[high + 1] - below[low] for low, high in zip(lows, highs)]
