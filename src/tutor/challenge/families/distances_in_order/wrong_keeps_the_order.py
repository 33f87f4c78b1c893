def distances_in_order(positions, home):
    return [abs(position - home) for position in positions]
