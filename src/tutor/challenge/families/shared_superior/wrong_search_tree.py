def shared_superior(root, pairs):
    answers = []
    for a, b in pairs:
        node = root
        while True:
            if max(a, b) < node.value and node.left:
                node = node.left
            elif min(a, b) > node.value and node.right:
                node = node.right
            else:
                break
        answers.append(node.value)
    return answers
