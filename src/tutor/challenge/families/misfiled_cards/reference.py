def misfiled_cards(root):
    misfiled = 0
    stack = [(root, float("-inf"), float("inf"))]
    while stack:
        node, low, high = stack.pop()
        if node is None:
            continue
        if not low <= node.value < high:
            misfiled += 1
        stack.append((node.left, low, min(high, node.value)))
        stack.append((node.right, max(low, node.value), high))
    return misfiled
