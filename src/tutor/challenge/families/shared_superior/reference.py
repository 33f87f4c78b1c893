def shared_superior(root, pairs):
    nodes, parent, depth = [root], [0], [0]
    place = {}
    for i, node in enumerate(nodes):
        place[node.value] = i
        for child in (node.left, node.right):
            if child:
                nodes.append(child)
                parent.append(i)
                depth.append(depth[i] + 1)
    up = [parent]
    while 2 ** len(up) <= max(depth):
        last = up[-1]
        up.append([last[last[i]] for i in range(len(nodes))])

    def shared(a, b):
        if depth[a] < depth[b]:
            a, b = b, a
        gap = depth[a] - depth[b]
        for power, above in enumerate(up):
            if gap >> power & 1:
                a = above[a]
        if a == b:
            return a
        for above in reversed(up):
            if above[a] != above[b]:
                a, b = above[a], above[b]
        return parent[a]

    return [nodes[shared(place[a], place[b])].value for a, b in pairs]
