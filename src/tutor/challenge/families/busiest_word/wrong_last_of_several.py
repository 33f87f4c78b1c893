def busiest_word(text):
    counts = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    busiest, most = "", 0
    for word, count in counts.items():
        if count >= most:
            busiest, most = word, count
    return busiest
