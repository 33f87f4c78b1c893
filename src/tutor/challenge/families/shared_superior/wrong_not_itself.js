function sharedSuperior(root, pairs) {
  const parents = new Map([[root.value, root.value]]);
  const nodes = [root];
  for (const node of nodes) {
    for (const child of [node.left, node.right]) {
      if (!child) continue;
      parents.set(child.value, node.value);
      nodes.push(child);
    }
  }
  const above = (value) => {
    const way = [];
    while (parents.get(value) !== value) way.push((value = parents.get(value)));
    return way;
  };
  return pairs.map(([a, b]) => {
    const ways = new Set(above(b));
    return above(a).find((value) => ways.has(value)) ?? root.value;
  });
}
