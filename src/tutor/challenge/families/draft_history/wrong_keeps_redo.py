def lines_left(actions):
    lines = []
    undone = []
    for action in actions:
        what, rest = action.split(" ", 1)
        if what == "add":
            lines.append(rest)
            continue
        source, target = (lines, undone) if what == "undo" else (undone, lines)
        for _ in range(min(int(rest), len(source))):
            target.append(source.pop())
    return lines
