def shared_places(scores):
    places = {}
    for place, score in enumerate(sorted(scores, reverse=True), start=1):
        places.setdefault(score, place)
    return [places[score] for score in scores]
