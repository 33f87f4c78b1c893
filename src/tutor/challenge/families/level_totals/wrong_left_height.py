def level_totals(root):
    height, node = 0, root
    while node:
        height += 1
        node = node.left
    totals = [0] * height

    def walk(node, depth):
        if node and depth < height:
            totals[depth] += node.value
            walk(node.left, depth + 1)
            walk(node.right, depth + 1)

    walk(root, 0)
    return totals
