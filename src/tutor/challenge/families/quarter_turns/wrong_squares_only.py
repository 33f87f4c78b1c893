def quarter_turns(picture, turns):
    turned = [row[:] for row in picture]
    for _ in range(turns % 4):
        size = len(turned)
        turned = [[turned[size - 1 - column][row] for column in range(size)] for row in range(size)]
    return turned
