def shared_places(scores):
    places = {}
    for place, score in enumerate(sorted(set(scores), reverse=True), start=1):
        places[score] = place
    return [places[score] for score in scores]
