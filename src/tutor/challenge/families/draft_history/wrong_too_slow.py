def lines_left(actions):
    lines = []
    for action in actions:
        what, rest = action.split(" ", 1)
        if what == "add":
            lines = [entry for entry in lines if entry["there"]]
            lines.append({"line": rest, "there": True})
            continue
        for _ in range(int(rest)):
            found = None
            for entry in lines:
                if what == "undo" and entry["there"]:
                    found = entry
                if what == "redo" and not entry["there"] and found is None:
                    found = entry
            if found is not None:
                found["there"] = what == "redo"
    return [entry["line"] for entry in lines if entry["there"]]
