def shared_superior(root, pairs):
    return [shared(root, a, b) for a, b in pairs]


def shared(root, a, b):
    parents = {root.value: None}
    stack = [root]
    while stack:
        node = stack.pop()
        for child in (node.left, node.right):
            if child:
                parents[child.value] = node.value
                stack.append(child)
    above = set()
    while a is not None:
        above.add(a)
        a = parents[a]
    while b not in above:
        b = parents[b]
    return b
