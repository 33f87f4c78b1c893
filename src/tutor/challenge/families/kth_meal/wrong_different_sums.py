def kth_meal(firsts, seconds, place):
    sums = sorted({first + second for first in firsts for second in seconds})
    return sums[min(place, len(sums)) - 1]
