def best_start(beads):
    return beads.index(min(beads))
