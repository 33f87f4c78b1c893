def turn_letters(text, shifts):
    turned = []
    letters = 0
    for character in text:
        if "a" <= character <= "z" or "A" <= character <= "Z":
            first = ord("a" if character >= "a" else "A")
            place = ord(character) - first
            shift = shifts[letters % len(shifts)]
            for _ in range(abs(shift)):
                place += 1 if shift > 0 else -1
                if place == 26:
                    place = 0
                if place == -1:
                    place = 25
            character = chr(first + place)
            letters += 1
        turned.append(character)
    return "".join(turned)
