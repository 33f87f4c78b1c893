def misfiled_cards(root):
    misfiled = 0
    stack = [root] if root else []
    while stack:
        node = stack.pop()
        if node.left:
            misfiled += node.left.value >= node.value
            stack.append(node.left)
        if node.right:
            misfiled += node.right.value < node.value
            stack.append(node.right)
    return misfiled
