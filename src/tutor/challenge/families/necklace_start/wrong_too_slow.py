def best_start(beads):
    n = len(beads)
    best = 0
    for start in range(1, n):
        for step in range(n):
            a, b = beads[(start + step) % n], beads[(best + step) % n]
            if a != b:
                if a < b:
                    best = start
                break
    return best
