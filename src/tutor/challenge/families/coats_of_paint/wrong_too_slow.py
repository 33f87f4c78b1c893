def coats_of_paint(rows, columns, coats, layers):
    wall = [[0] * columns for _ in range(rows)]
    for r1, c1, r2, c2 in coats:
        for row in range(min(r1, r2), max(r1, r2) + 1):
            for column in range(min(c1, c2), max(c1, c2) + 1):
                wall[row][column] += 1
    return sum(count >= layers for row in wall for count in row)
