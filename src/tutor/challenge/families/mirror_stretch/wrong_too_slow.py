def is_mirror(text, begin, last):
    while begin < last:
        if text[begin] != text[last]:
            return False
        begin += 1
        last -= 1
    return True


def longest_mirror(text):
    best = ""
    for begin in range(len(text)):
        for last in range(begin, len(text)):
            if is_mirror(text, begin, last) and last - begin + 1 > len(best):
                best = text[begin:last + 1]
    return best
