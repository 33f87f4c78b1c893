PARTNERS = {")": "(", "]": "[", ">": "<"}


def first_misfit(text):
    places = []
    for place, mark in enumerate(text):
        if mark in "([<":
            places.append(place)
        elif mark in PARTNERS:
            if not places or text[places[-1]] != PARTNERS[mark]:
                return place
            places.pop()
    return places[0] if places else -1
