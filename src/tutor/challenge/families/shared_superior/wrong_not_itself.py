def shared_superior(root, pairs):
    parents = {root.value: root.value}
    nodes = [root]
    for node in nodes:
        for child in (node.left, node.right):
            if child:
                parents[child.value] = node.value
                nodes.append(child)

    def above(value):
        way = []
        while parents[value] != value:
            value = parents[value]
            way.append(value)
        return way

    answers = []
    for a, b in pairs:
        ways = set(above(b))
        answers.append(next((value for value in above(a) if value in ways), root.value))
    return answers
