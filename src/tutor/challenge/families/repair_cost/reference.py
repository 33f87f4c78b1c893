def repair_cost(written, wanted, insert_cost, remove_cost, change_cost):
    row = [count * insert_cost for count in range(len(wanted) + 1)]
    for letter in written:
        above, row = row, [row[0] + remove_cost]
        for place, other in enumerate(wanted):
            kept = above[place] + (0 if letter == other else change_cost)
            row.append(min(kept, above[place + 1] + remove_cost, row[place] + insert_cost))
    return row[-1]
