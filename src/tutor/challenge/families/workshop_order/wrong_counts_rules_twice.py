def workshop_order(count, rules):
    waiting = [0] * count
    followers = [set() for _ in range(count)]
    for first, second in rules:
        waiting[second] += 1
        followers[first].add(second)
    order = [task for task in range(count) if waiting[task] == 0]
    for task in order:
        for follower in followers[task]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                order.append(follower)
    return order if len(order) == count else []
