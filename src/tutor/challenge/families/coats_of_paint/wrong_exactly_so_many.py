def coats_of_paint(rows, columns, coats, layers):
    changes = [[0] * (columns + 1) for _ in range(rows + 1)]
    for r1, c1, r2, c2 in coats:
        top, bottom = min(r1, r2), max(r1, r2) + 1
        left, right = min(c1, c2), max(c1, c2) + 1
        changes[top][left] += 1
        changes[top][right] -= 1
        changes[bottom][left] -= 1
        changes[bottom][right] += 1
    enough = 0
    above = [0] * columns
    for row in range(rows):
        running = 0
        for column in range(columns):
            running += changes[row][column]
            above[column] += running
            enough += above[column] == layers
    return enough
