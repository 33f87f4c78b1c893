def reading_evenings(pages, evenings):
    def needed(limit):
        count, read = 0, 0
        for length in pages:
            if read + length > limit:
                count += 1
                read = 0
            read += length
        return count

    low, high = max(pages, default=0), sum(pages)
    while low < high:
        middle = (low + high) // 2
        if needed(middle) <= evenings:
            high = middle
        else:
            low = middle + 1
    return low
