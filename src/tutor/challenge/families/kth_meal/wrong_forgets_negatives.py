def kth_meal(firsts, seconds, place):
    def count(limit):
        pairs = 0
        fitting = len(seconds)
        for first in firsts:
            while fitting > 0 and first + seconds[fitting - 1] > limit:
                fitting -= 1
            if fitting == 0:
                break
            pairs += fitting
        return pairs

    low, high = 0, firsts[-1] + seconds[-1]
    while low < high:
        middle = (low + high) // 2
        if count(middle) >= place:
            high = middle
        else:
            low = middle + 1
    return low
