def repair_cost(written, wanted, insert_cost, remove_cost, change_cost):
    row = list(range(len(wanted) + 1))
    for letter in written:
        above, row = row, [row[0] + 1]
        for place, other in enumerate(wanted):
            kept = above[place] + (letter != other)
            row.append(min(kept, above[place + 1] + 1, row[place] + 1))
    return row[-1]
