def bridge_by_bridge(count, bridges):
    neighbours = [[] for _ in range(count)]
    answer = []
    for a, b in bridges:
        neighbours[a].append(b)
        neighbours[b].append(a)
        seen = [False] * count
        groups = 0
        for place in range(count):
            if seen[place]:
                continue
            groups += 1
            seen[place] = True
            stack = [place]
            while stack:
                for other in neighbours[stack.pop()]:
                    if not seen[other]:
                        seen[other] = True
                        stack.append(other)
        answer.append(groups)
    return answer
