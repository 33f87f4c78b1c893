def bridge_by_bridge(count, bridges):
    leader = list(range(count))

    def find(place):
        while leader[place] != place:
            place = leader[place]
        return place

    groups, answer = count, []
    for a, b in bridges:
        if find(a) != find(b):
            leader[a] = b
            groups -= 1
        answer.append(groups)
    return answer
