def quarter_turns(picture, turns):
    turned = [row[:] for row in picture]
    for _ in range(turns % 4):
        turned = [list(column) for column in zip(*reversed(turned))]
    return turned
