def busiest_word(text):
    counts = {}
    busiest, most = "", 0
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
        if counts[word] > most:
            busiest, most = word, counts[word]
    return busiest
