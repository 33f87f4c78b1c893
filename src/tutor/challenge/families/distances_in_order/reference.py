def distances_in_order(positions, home):
    left, right = 0, len(positions) - 1
    distances = [0] * len(positions)
    for place in range(len(positions) - 1, -1, -1):
        before, behind = abs(home - positions[left]), abs(positions[right] - home)
        if before > behind:
            distances[place] = before
            left += 1
        else:
            distances[place] = behind
            right -= 1
    return distances
