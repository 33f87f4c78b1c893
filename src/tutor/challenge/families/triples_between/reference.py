def triples_between(weights, low, high):
    if low > high:
        return 0
    ordered = sorted(weights)
    return triples_up_to(ordered, high) - triples_up_to(ordered, low - 1)


def triples_up_to(ordered, limit):
    count = 0
    for first, weight in enumerate(ordered):
        left, right = first + 1, len(ordered) - 1
        rest = limit - weight
        while left < right:
            if ordered[left] + ordered[right] <= rest:
                count += right - left
                left += 1
            else:
                right -= 1
    return count
