def heaviest_walk(root):
    best = root.value

    def arm(node):
        nonlocal best
        if node is None:
            return 0
        total = node.value + max(arm(node.left), 0) + max(arm(node.right), 0)
        best = max(best, total)
        return total

    arm(root)
    return best
