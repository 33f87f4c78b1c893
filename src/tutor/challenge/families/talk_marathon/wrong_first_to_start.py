def most_talks(starts, ends, walk):
    heard = free = 0
    for start, end in sorted(zip(starts, ends)):
        if start >= free:
            heard += 1
            free = end + walk
    return heard
