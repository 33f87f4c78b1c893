def largest_plot(field, allowed):
    size = len(field)
    before = [[0] * (size + 1) for _ in range(size + 1)]
    side = 0
    for bottom in range(1, size + 1):
        for right in range(1, size + 1):
            before[bottom][right] = (before[bottom - 1][right] + before[bottom][right - 1]
                                     - before[bottom - 1][right - 1] + field[bottom - 1][right - 1])
            while side < min(bottom, right):
                top, left = bottom - side - 1, right - side - 1
                inside = before[bottom][right] - before[top][right] - before[bottom][left] + before[top][left]
                if inside > allowed:
                    break
                side += 1
    return side
