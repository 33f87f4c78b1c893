def kth_meal(firsts, seconds, place):
    i = j = 0
    for _ in range(place - 1):
        if i + 1 < len(firsts) and (j + 1 == len(seconds) or firsts[i + 1] + seconds[j] <= firsts[i] + seconds[j + 1]):
            i += 1
        elif j + 1 < len(seconds):
            j += 1
        else:
            break
    return firsts[i] + seconds[j]
