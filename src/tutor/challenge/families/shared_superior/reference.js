function sharedSuperior(root, pairs) {
  const nodes = [root];
  const parent = [0];
  const depth = [0];
  const place = new Map();
  for (let i = 0; i < nodes.length; i++) {
    place.set(nodes[i].value, i);
    for (const child of [nodes[i].left, nodes[i].right]) {
      if (!child) continue;
      nodes.push(child);
      parent.push(i);
      depth.push(depth[i] + 1);
    }
  }
  const deepest = depth[depth.length - 1];
  const up = [parent];
  while (2 ** up.length <= deepest) {
    const last = up[up.length - 1];
    up.push(last.map((above) => last[above]));
  }
  const shared = (a, b) => {
    if (depth[a] < depth[b]) [a, b] = [b, a];
    const gap = depth[a] - depth[b];
    for (let power = 0; power < up.length; power++) {
      if ((gap >> power) & 1) a = up[power][a];
    }
    if (a === b) return a;
    for (let power = up.length - 1; power >= 0; power--) {
      if (up[power][a] !== up[power][b]) {
        a = up[power][a];
        b = up[power][b];
      }
    }
    return parent[a];
  };
  return pairs.map(([a, b]) => nodes[shared(place.get(a), place.get(b))].value);
}
