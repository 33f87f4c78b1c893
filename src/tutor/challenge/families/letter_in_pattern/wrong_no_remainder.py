def letter_at(pattern, place):
    unit = {}  # For each opening bracket: the length of one copy of what is in it ...
    end = {}  # ... and where it ends.
    stack = []
    length = count = 0
    for i, symbol in enumerate(pattern):
        if symbol.isdigit():
            count = count * 10 + int(symbol)
        elif symbol == "[":
            stack.append((i, length, count))
            length = count = 0
        elif symbol == "]":
            start, before, times = stack.pop()
            unit[start], end[start] = length, i
            length = before + times * length
        else:
            length += 1

    i = count = 0
    while i < len(pattern):
        symbol = pattern[i]
        if symbol.isdigit():
            count = count * 10 + int(symbol)
        elif symbol == "[":
            if place >= count * unit[i]:
                place -= count * unit[i]
                i = end[i]
            count = 0
        elif symbol != "]":
            if place == 0:
                return symbol
            place -= 1
        i += 1
    return ""
