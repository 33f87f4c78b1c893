def reading_evenings(pages, evenings):
    def needed(limit):
        count, read = 1, 0
        for length in pages:
            if read + length > limit:
                count += 1
                read = 0
            read += length
        return count

    limit = max(pages, default=0)
    while needed(limit) > evenings:
        limit += 1
    return limit
