def turn_round(row, turns):
    if not row:
        return []
    shift = sum(abs(turn) for turn in turns) % len(row)
    return row[-shift:] + row[:-shift]
