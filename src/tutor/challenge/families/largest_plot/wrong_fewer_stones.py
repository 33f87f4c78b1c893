def largest_plot(field, allowed):
    rows, columns = len(field), len(field[0]) if field else 0
    before = [[0] * (columns + 1) for _ in range(rows + 1)]
    side = 0
    for bottom in range(1, rows + 1):
        for right in range(1, columns + 1):
            before[bottom][right] = (before[bottom - 1][right] + before[bottom][right - 1]
                                     - before[bottom - 1][right - 1] + field[bottom - 1][right - 1])
            while side < min(bottom, right):
                top, left = bottom - side - 1, right - side - 1
                inside = before[bottom][right] - before[top][right] - before[bottom][left] + before[top][left]
                if inside >= allowed:
                    break
                side += 1
    return side
