def pair_sum(prices, target):
    places = {}
    for place, price in enumerate(prices):
        if price > target:
            continue
        if target - price in places:
            return [places[target - price], place]
        places[price] = place
    return []
