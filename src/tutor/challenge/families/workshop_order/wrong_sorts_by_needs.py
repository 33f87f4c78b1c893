def workshop_order(count, rules):
    needs = [0] * count
    for _, second in rules:
        needs[second] += 1
    return sorted(range(count), key=lambda task: needs[task])
