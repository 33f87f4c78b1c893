def longest_mirror(text):
    start, length = 0, 0
    for center in range(2 * len(text) - 1):
        begin, end = (center + 1) // 2, center // 2 + 1
        while begin > 0 and end < len(text) and text[begin - 1] == text[end]:
            begin -= 1
            end += 1
        if end - begin >= length:
            start, length = begin, end - begin
    return text[start:start + length]
