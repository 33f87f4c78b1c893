def is_prime(number):
    if number < 2:
        return False
    divisor = 2
    while divisor * divisor <= number:
        if number % divisor == 0:
            return False
        divisor += 1
    return True


def primes_between(lows, highs):
    return [sum(1 for number in range(low, high + 1) if is_prime(number)) for low, high in zip(lows, highs)]
