from collections import deque


def workshop_order(count, rules):
    waiting = [0] * count
    followers = [[] for _ in range(count)]
    for first, second in rules:
        waiting[second] += 1
        followers[first].append(second)
    free = deque(task for task in range(count) if waiting[task] == 0)
    order = []
    while free:
        task = free.popleft()
        order.append(task)
        for follower in followers[task]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                free.append(follower)
    return order if len(order) == count else []
