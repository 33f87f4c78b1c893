def pair_sum(prices, target):
    places = {}
    for place, price in enumerate(prices):
        places[price] = place
        if target - price in places:
            return [places[target - price], place]
    return []
