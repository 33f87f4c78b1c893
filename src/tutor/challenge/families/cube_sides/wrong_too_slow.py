def cube_sides(amounts):
    sides = []
    for amount in amounts:
        side = 0
        while (side + 1) * (side + 1) * (side + 1) <= amount:
            side += 1
        sides.append(side)
    return sides
