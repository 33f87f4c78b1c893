from itertools import accumulate


def primes_between(lows, highs):
    highest = max(highs, default=0)
    prime = bytearray([0, 0]) + bytearray([1]) * highest
    for number in range(2, int(highest**0.5) + 1):
        if prime[number]:
            multiples = range(number * number, len(prime), number)
            prime[number * number :: number] = bytes(len(multiples))
    up_to = list(accumulate(prime))
    return [up_to[high] - (up_to[low - 1] if low > 0 else 0) for low, high in zip(lows, highs)]
