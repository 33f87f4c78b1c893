def first_misfit(text):
    places = {"(": [], "[": [], "<": []}
    partners = {")": "(", "]": "[", ">": "<"}
    for place, mark in enumerate(text):
        if mark in places:
            places[mark].append(place)
        elif mark in partners:
            if not places[partners[mark]]:
                return place
            places[partners[mark]].pop()
    return min((left[0] for left in places.values() if left), default=-1)
