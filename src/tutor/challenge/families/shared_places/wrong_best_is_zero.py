def shared_places(scores):
    places = {}
    place = previous = 0
    for index, score in enumerate(sorted(scores, reverse=True)):
        if score != previous:
            place = index + 1
            previous = score
        places[score] = place
    return [places[score] for score in scores]
