def most_fitted(needs, sizes, slack):
    used = [False] * len(sizes)
    fitted = 0
    for need in sorted(needs):
        best = -1
        for place, size in enumerate(sizes):
            if need <= size <= need + slack and not used[place]:
                if best < 0 or size < sizes[best]:
                    best = place
        if best >= 0:
            used[best] = True
            fitted += 1
    return fitted
