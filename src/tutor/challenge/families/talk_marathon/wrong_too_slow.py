def most_talks(starts, ends, walk):
    heard = free = 0
    while True:
        next_end = None
        for start, end in zip(starts, ends):
            if start >= free and (next_end is None or end < next_end):
                next_end = end
        if next_end is None:
            return heard
        heard += 1
        free = next_end + walk
