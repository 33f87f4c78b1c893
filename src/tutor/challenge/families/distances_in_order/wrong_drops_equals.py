def distances_in_order(positions, home):
    return sorted({abs(position - home) for position in positions})
