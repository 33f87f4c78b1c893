def repair_cost(written, wanted, insert_cost, remove_cost, change_cost):
    row = [count * remove_cost for count in range(len(wanted) + 1)]
    for letter in written:
        above, row = row, [row[0] + insert_cost]
        for place, other in enumerate(wanted):
            kept = above[place] + (0 if letter == other else change_cost)
            row.append(min(kept, above[place + 1] + insert_cost, row[place] + remove_cost))
    return row[-1]
