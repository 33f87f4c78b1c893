def fewest_stamps(values, postage):
    never = postage + 1
    fewest = [0] + [never] * postage
    for amount in range(1, postage + 1):
        for value in values:
            if value <= amount and fewest[amount - value] + 1 < fewest[amount]:
                fewest[amount] = fewest[amount - value] + 1
    return fewest[postage] if fewest[postage] < never else -1
