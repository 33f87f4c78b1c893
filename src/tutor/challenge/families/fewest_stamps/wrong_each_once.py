def fewest_stamps(values, postage):
    never = postage + 1
    fewest = [0] + [never] * postage
    for value in values:
        for amount in range(postage, value - 1, -1):
            fewest[amount] = min(fewest[amount], fewest[amount - value] + 1)
    return fewest[postage] if fewest[postage] < never else -1
