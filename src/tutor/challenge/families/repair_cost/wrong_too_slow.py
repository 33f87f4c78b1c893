def repair_cost(written, wanted, insert_cost, remove_cost, change_cost):
    def cost(i, j):
        if i == len(written):
            return (len(wanted) - j) * insert_cost
        if j == len(wanted):
            return (len(written) - i) * remove_cost
        if written[i] == wanted[j]:
            return cost(i + 1, j + 1)
        return min(
            cost(i + 1, j + 1) + change_cost,
            cost(i + 1, j) + remove_cost,
            cost(i, j + 1) + insert_cost,
        )

    return cost(0, 0)
