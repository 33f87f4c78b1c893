def heaviest_walk(root):
    def arm(node):
        if node is None:
            return 0
        return max(0, node.value + max(arm(node.left), arm(node.right)))

    return root.value + arm(root.left) + arm(root.right)
