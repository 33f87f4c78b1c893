def largest_plot(field, allowed):
    rows, columns = len(field), len(field[0]) if field else 0
    best = 0
    for top in range(rows):
        for left in range(columns):
            for side in range(1, min(rows - top, columns - left) + 1):
                inside = 0
                for row in range(top, top + side):
                    for column in range(left, left + side):
                        inside += field[row][column]
                if inside > allowed:
                    break
                best = max(best, side)
    return best
