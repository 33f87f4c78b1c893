def cube_sides(amounts):
    return [int(amount ** (1 / 3)) for amount in amounts]
