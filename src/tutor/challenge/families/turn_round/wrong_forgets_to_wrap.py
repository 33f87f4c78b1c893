def turn_round(row, turns):
    shift = sum(turns)
    return row[-shift:] + row[:-shift]
