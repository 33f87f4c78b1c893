def lone_chimes(first_minute, last_minute, every_a, every_b):
    def multiples(of):
        return last_minute // of - (first_minute - 1) // of

    return multiples(every_a) + multiples(every_b) - 2 * multiples(every_a * every_b)
