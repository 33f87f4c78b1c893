def turn_letters(text, shifts):
    turned = []
    letters = 0
    for character in text:
        if "a" <= character <= "z":
            shift = shifts[letters % len(shifts)]
            character = chr(97 + (ord(character) - 97 + shift) % 26)
            letters += 1
        turned.append(character)
    return "".join(turned)
