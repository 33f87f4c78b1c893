def pair_sum(prices, target):
    places = {}
    for place, price in enumerate(prices):
        other = places.get(target - price)
        if other is not None:
            return [other, place]
        places[price] = place
    return []
