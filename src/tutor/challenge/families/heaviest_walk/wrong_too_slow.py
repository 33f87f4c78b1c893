def heaviest_walk(root):
    def arm(node):
        if node is None:
            return 0
        if arm(node.left) > arm(node.right):
            return max(0, node.value + arm(node.left))
        return max(0, node.value + arm(node.right))

    best = root.value
    stack = [root]
    while stack:
        node = stack.pop()
        best = max(best, node.value + arm(node.left) + arm(node.right))
        stack += [child for child in (node.left, node.right) if child]
    return best
