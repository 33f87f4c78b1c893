def longest_mirror(text):
    backwards = text[::-1]
    best = ""
    above = [0] * (len(text) + 1)
    for i in range(len(text)):
        row = [0] * (len(text) + 1)
        for j in range(len(text)):
            if text[i] == backwards[j]:
                row[j + 1] = above[j] + 1
                if row[j + 1] > len(best):
                    best = text[i + 1 - row[j + 1]:i + 1]
        above = row
    return best
