def kth_meal(firsts, seconds, place):
    def count(limit):
        pairs = 0
        for first in firsts:
            for second in seconds:
                if first + second <= limit:
                    pairs += 1
        return pairs

    low, high = firsts[0] + seconds[0], firsts[-1] + seconds[-1]
    while low < high:
        middle = (low + high) // 2
        if count(middle) >= place:
            high = middle
        else:
            low = middle + 1
    return low
