function levelTotals(root) {
  let height = 0;
  for (let node = root; node; node = node.left) height++;
  const totals = new Array(height).fill(0);
  const walk = (node, depth) => {
    if (!node || depth >= height) return;
    totals[depth] += node.value;
    walk(node.left, depth + 1);
    walk(node.right, depth + 1);
  };
  walk(root, 0);
  return totals;
}
