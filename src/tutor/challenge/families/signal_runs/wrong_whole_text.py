from collections import Counter


def shorten_signal(signal):
    counts = Counter(signal)
    return "".join(letter + (str(count) if count > 1 else "") for letter, count in counts.items())
