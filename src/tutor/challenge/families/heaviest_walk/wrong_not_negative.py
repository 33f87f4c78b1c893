def heaviest_walk(root):
    best = 0

    def arm(node):
        nonlocal best
        if node is None:
            return 0
        left = max(arm(node.left), 0)
        right = max(arm(node.right), 0)
        best = max(best, node.value + left + right)
        return node.value + max(left, right)

    arm(root)
    return best
