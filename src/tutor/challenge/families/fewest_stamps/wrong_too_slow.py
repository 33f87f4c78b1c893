def fewest_stamps(values, postage):
    if postage == 0:
        return 0
    best = -1
    for value in values:
        if value <= postage:
            before = fewest_stamps(values, postage - value)
            if before >= 0 and (best < 0 or before + 1 < best):
                best = before + 1
    return best
