def turn_letters(text, shifts):
    turned = []
    for place, character in enumerate(text):
        if "a" <= character <= "z" or "A" <= character <= "Z":
            first = ord("a" if character >= "a" else "A")
            shift = shifts[place % len(shifts)]
            character = chr(first + (ord(character) - first + shift) % 26)
        turned.append(character)
    return "".join(turned)
