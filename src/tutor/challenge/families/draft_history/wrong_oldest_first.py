def lines_left(actions):
    lines = []
    undone = []
    for action in actions:
        what, rest = action.split(" ", 1)
        if what == "add":
            lines.append(rest)
            undone.clear()
        elif what == "undo":
            for _ in range(min(int(rest), len(lines))):
                undone.append(lines.pop())
        else:
            for _ in range(min(int(rest), len(undone))):
                lines.append(undone.pop(0))
    return lines
