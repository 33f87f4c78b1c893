def largest_plot(field, allowed):
    columns = len(field[0]) if field else 0
    before = [[0] * (columns + 1)]
    for row in field:
        above, running = before[-1], 0
        sums = [0]
        for column, stone in enumerate(row, 1):
            running += stone
            sums.append(above[column] + running)
        before.append(sums)
    side = 0
    for bottom in range(1, len(field) + 1):
        for right in range(1, columns + 1):
            while side < min(bottom, right):
                top, left = bottom - side - 1, right - side - 1
                inside = before[bottom][right] - before[top][right] - before[bottom][left] + before[top][left]
                if inside > allowed:
                    break
                side += 1
    return side
