def turn_round(row, turns):
    n = len(row)
    for turn in turns:
        row = [row[(place - turn) % n] for place in range(n)]
    return row
