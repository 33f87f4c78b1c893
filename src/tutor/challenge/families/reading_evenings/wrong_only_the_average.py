def reading_evenings(pages, evenings):
    return max(max(pages, default=0), -(-sum(pages) // evenings))
