def most_fitted(needs, sizes, slack):
    needs, sizes = sorted(needs), sorted(sizes)
    fitted = place = 0
    for need in needs:
        while place < len(sizes) and sizes[place] < need:
            place += 1
        if place < len(sizes) and sizes[place] <= need + slack:
            fitted += 1
            place += 1
    return fitted
