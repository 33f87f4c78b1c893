def bridge_by_bridge(count, bridges):
    leader = list(range(count))

    def find(place):
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    groups, answer = count, []
    size = [1] * count
    for a, b in bridges:
        a, b = find(a), find(b)
        if a != b:
            if size[a] < size[b]:
                a, b = b, a
            leader[b] = a
            size[a] += size[b]
            groups -= 1
        answer.append(groups)
    return answer
