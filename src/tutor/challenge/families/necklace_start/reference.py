def best_start(beads):
    n = len(beads)
    i, j, k = 0, 1, 0
    while i < n and j < n and k < n:
        a, b = beads[(i + k) % n], beads[(j + k) % n]
        if a == b:
            k += 1
            continue
        if a > b:
            i += k + 1
        else:
            j += k + 1
        if i == j:
            j += 1
        k = 0
    return min(i, j)
