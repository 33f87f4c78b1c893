def distances_in_order(positions, home):
    distances = [abs(position - home) for position in positions]
    for place in range(len(distances)):
        smallest = place
        for other in range(place + 1, len(distances)):
            if distances[other] < distances[smallest]:
                smallest = other
        distances[place], distances[smallest] = distances[smallest], distances[place]
    return distances
