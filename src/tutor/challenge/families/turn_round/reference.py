def turn_round(row, turns):
    if not row:
        return []
    shift = sum(turns) % len(row)
    return row[-shift:] + row[:-shift]
