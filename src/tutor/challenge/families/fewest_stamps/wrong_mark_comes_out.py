def fewest_stamps(values, postage):
    fewest = [0] + [postage + 1] * postage
    for value in values:
        for amount in range(value, postage + 1):
            fewest[amount] = min(fewest[amount], fewest[amount - value] + 1)
    return fewest[postage]
