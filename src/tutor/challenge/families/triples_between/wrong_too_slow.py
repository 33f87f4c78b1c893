def triples_between(weights, low, high):
    n = len(weights)
    count = 0
    for i in range(n):
        for j in range(i + 1, n):
            for k in range(j + 1, n):
                if low <= weights[i] + weights[j] + weights[k] <= high:
                    count += 1
    return count
