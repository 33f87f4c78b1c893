def level_totals(root):
    nodes = [root] if root else []
    for node in nodes:
        nodes += [child for child in (node.left, node.right) if child]
    totals = []
    start, width = 0, 1
    while start < len(nodes):
        totals.append(sum(node.value for node in nodes[start:start + width]))
        start += width
        width *= 2
    return totals
