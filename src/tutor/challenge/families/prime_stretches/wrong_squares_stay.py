def primes_between(lows, highs):
    highest = max(highs, default=0)
    prime = [False, False] + [True] * highest
    number = 2
    while number * number < highest:
        if prime[number]:
            for multiple in range(number * number + number, highest + 1, number):
                prime[multiple] = False
        number += 1
    below = [0]
    for is_prime in prime:
        below.append(below[-1] + is_prime)
    return [below[high + 1] - below[low] for low, high in zip(lows, highs)]
