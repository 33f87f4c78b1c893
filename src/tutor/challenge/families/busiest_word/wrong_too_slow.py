def busiest_word(text):
    words = text.split()
    busiest, most = "", 0
    for word in words:
        count = 0
        for other in words:
            if other == word:
                count += 1
        if count > most:
            busiest, most = word, count
    return busiest
