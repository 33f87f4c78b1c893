def coats_of_paint(rows, columns, coats, layers):
    changes = [[0] * (columns + 1) for _ in range(rows + 1)]
    for top, left, bottom, right in coats:
        changes[top][left] += 1
        changes[top][right + 1] -= 1
        changes[bottom + 1][left] -= 1
        changes[bottom + 1][right + 1] += 1
    enough = 0
    above = [0] * columns
    for row in range(rows):
        running = 0
        for column in range(columns):
            running += changes[row][column]
            above[column] += running
            enough += above[column] >= layers
    return enough
