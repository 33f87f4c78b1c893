def most_fitted(needs, sizes, slack):
    needs.sort()
    sizes.sort()
    fitted = place = 0
    for size in sizes:
        while place < len(needs) and needs[place] + slack < size:
            place += 1
        if place < len(needs) and needs[place] <= size:
            fitted += 1
            place += 1
    return fitted
