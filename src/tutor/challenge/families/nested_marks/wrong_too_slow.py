OPENING = "([<"
CLOSING = ")]>"


def first_misfit(text):
    for place, mark in enumerate(text):
        if mark in CLOSING:
            depth = 1
            at = place - 1
            while at >= 0:
                if text[at] in CLOSING:
                    depth += 1
                elif text[at] in OPENING:
                    depth -= 1
                    if depth == 0:
                        break
                at -= 1
            if at < 0 or OPENING.index(text[at]) != CLOSING.index(mark):
                return place
    for place, mark in enumerate(text):
        if mark in OPENING:
            depth = 0
            for at in range(place, len(text)):
                if text[at] in OPENING:
                    depth += 1
                elif text[at] in CLOSING:
                    depth -= 1
                    if depth == 0:
                        break
            if depth > 0:
                return place
    return -1
