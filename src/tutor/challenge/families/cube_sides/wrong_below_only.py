def cube_sides(amounts):
    def largest_side(amount):
        low, high = 0, 210_000
        while high - low > 1:
            middle = (low + high) // 2
            if middle * middle * middle < amount:
                low = middle
            else:
                high = middle
        return low

    return [largest_side(amount) for amount in amounts]
