function misfiledCards(root) {
  const misfiled = new Set();
  const outer = root ? [root] : [];
  while (outer.length > 0) {
    const top = outer.pop();
    for (const [child, isLeft] of [[top.left, true], [top.right, false]]) {
      if (!child) continue;
      outer.push(child);
      const below = [child];
      while (below.length > 0) {
        const node = below.pop();
        if (node.value >= top.value === isLeft) misfiled.add(node);
        if (node.left) below.push(node.left);
        if (node.right) below.push(node.right);
      }
    }
  }
  return misfiled.size;
}
