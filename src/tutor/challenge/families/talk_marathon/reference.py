def most_talks(starts, ends, walk):
    heard = free = 0
    for end, start in sorted(zip(ends, starts)):
        if start >= free:
            heard += 1
            free = end + walk
    return heard
