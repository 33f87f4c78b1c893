def triples_between(weights, low, high):
    if low > high:
        return 0
    ordered = sorted(weights)
    return max(0, triples_up_to(ordered, high - 1) - triples_up_to(ordered, low))


def triples_up_to(ordered, limit):
    count = 0
    for first, weight in enumerate(ordered):
        left, right = first + 1, len(ordered) - 1
        while left < right:
            if weight + ordered[left] + ordered[right] <= limit:
                count += right - left
                left += 1
            else:
                right -= 1
    return count
