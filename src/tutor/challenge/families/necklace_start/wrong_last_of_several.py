def best_start(beads):
    best = 0
    for start in range(1, len(beads)):
        if beads[start:] + beads[:start] <= beads[best:] + beads[:best]:
            best = start
    return best
