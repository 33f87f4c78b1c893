def workshop_order(count, rules):
    needs = [[] for _ in range(count)]
    for first, second in rules:
        needs[second].append(first)
    done = [False] * count
    order = []
    while len(order) < count:
        for task in range(count):
            if not done[task] and all(done[first] for first in needs[task]):
                done[task] = True
                order.append(task)
                break
        else:
            return []
    return order
