def level_totals(root):
    totals = []

    def walk(node, depth):
        if not node or not node.value:
            return
        if depth == len(totals):
            totals.append(0)
        totals[depth] += node.value
        walk(node.left, depth + 1)
        walk(node.right, depth + 1)

    walk(root, 0)
    return totals
