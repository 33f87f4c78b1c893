function sharedSuperior(root, pairs) {
  return pairs.map(([a, b]) => shared(root, a, b));
}

function shared(root, a, b) {
  const parents = new Map([[root.value, null]]);
  const stack = [root];
  while (stack.length > 0) {
    const node = stack.pop();
    for (const child of [node.left, node.right]) {
      if (!child) continue;
      parents.set(child.value, node.value);
      stack.push(child);
    }
  }
  const above = new Set();
  for (; a !== null; a = parents.get(a)) above.add(a);
  while (!above.has(b)) b = parents.get(b);
  return b;
}
