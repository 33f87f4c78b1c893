def shared_places(scores):
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    places = [0] * len(scores)
    for place, i in enumerate(order, start=1):
        places[i] = place
    return places
