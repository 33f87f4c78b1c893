from collections import Counter


def busiest_word(text):
    counts = Counter(text.split())
    return max(counts, key=counts.get, default="")
