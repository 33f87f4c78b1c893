def misfiled_cards(root):
    misfiled = set()
    outer = [root] if root else []
    while outer:
        top = outer.pop()
        for child, is_left in ((top.left, True), (top.right, False)):
            if child is None:
                continue
            outer.append(child)
            below = [child]
            while below:
                node = below.pop()
                if (node.value >= top.value) == is_left:
                    misfiled.add(node)
                if node.left:
                    below.append(node.left)
                if node.right:
                    below.append(node.right)
    return len(misfiled)
