def repair_cost(written, wanted, insert_cost, remove_cost, change_cost):
    replace = min(change_cost, insert_cost + remove_cost)
    cost = sum(replace for letter, other in zip(written, wanted) if letter != other)
    longer = len(wanted) - len(written)
    return cost + (longer * insert_cost if longer > 0 else -longer * remove_cost)
