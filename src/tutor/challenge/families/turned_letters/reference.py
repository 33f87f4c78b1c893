def turn_letters(text, shifts):
    turned = []
    letters = 0
    for character in text:
        if "a" <= character <= "z" or "A" <= character <= "Z":
            first = ord("a" if character >= "a" else "A")
            shift = shifts[letters % len(shifts)]
            character = chr(first + (ord(character) - first + shift) % 26)
            letters += 1
        turned.append(character)
    return "".join(turned)
