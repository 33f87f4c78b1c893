def turn_letters(text, shifts):
    turned = []
    letters = 0
    for character in text:
        if "a" <= character <= "z" or "A" <= character <= "Z":
            first = ord("a" if character >= "a" else "A")
            place = ord(character) - first + shifts[letters % len(shifts)]
            if place > 25:
                place -= 26
            if place < 0:
                place += 26
            character = chr(first + place)
            letters += 1
        turned.append(character)
    return "".join(turned)
