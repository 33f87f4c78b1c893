def most_talks(starts, ends, walk):
    heard = []
    for start, end in sorted(zip(starts, ends), key=lambda talk: talk[1] - talk[0]):
        if all(start >= other_end + walk or end + walk <= other for other, other_end in heard):
            heard.append((start, end))
    return len(heard)
