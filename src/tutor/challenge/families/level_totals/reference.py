def level_totals(root):
    totals = []
    level = [root] if root else []
    while level:
        totals.append(sum(node.value for node in level))
        level = [child for node in level for child in (node.left, node.right) if child]
    return totals
