def most_fitted(needs, sizes, slack):
    ordered = sorted(needs)
    fitted = 0
    for size in sorted(sizes):
        if fitted < len(ordered) and ordered[fitted] <= size:
            fitted += 1
    return fitted
