def quarter_turns(picture, turns):
    turned = [row[:] for row in picture]
    for _ in range(abs(turns)):
        if turns > 0:
            turned = [list(column) for column in zip(*reversed(turned))]
        else:
            turned = [list(column) for column in zip(*turned)][::-1]
    return turned
