def level_totals(root):
    nodes = [root] if root else []
    for node in nodes:
        nodes += [child for child in (node.left, node.right) if child]
    totals = []
    for node in nodes:
        depth = depth_of(root, node)
        while len(totals) <= depth:
            totals.append(0)
        totals[depth] += node.value
    return totals


def depth_of(root, wanted):
    stack = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        if node is wanted:
            return depth
        if node.left:
            stack.append((node.left, depth + 1))
        if node.right:
            stack.append((node.right, depth + 1))
