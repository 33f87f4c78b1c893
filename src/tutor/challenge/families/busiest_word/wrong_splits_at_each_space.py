def busiest_word(text):
    counts = {}
    for word in text.split(" "):
        counts[word] = counts.get(word, 0) + 1
    return max(counts, key=counts.get)
