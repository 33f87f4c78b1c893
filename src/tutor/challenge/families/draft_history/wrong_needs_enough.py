def lines_left(actions):
    lines = []
    undone = []
    for action in actions:
        what, rest = action.split(" ", 1)
        if what == "add":
            lines.append(rest)
            undone.clear()
            continue
        source, target = (lines, undone) if what == "undo" else (undone, lines)
        for _ in range(int(rest) if int(rest) <= len(source) else 0):
            target.append(source.pop())
    return lines
