def most_fitted(needs, sizes, slack):
    left = list(sizes)
    fitted = 0
    for need in needs:
        for place, size in enumerate(left):
            if need <= size <= need + slack:
                del left[place]
                fitted += 1
                break
    return fitted
