function levelTotals(root) {
  const nodes = root ? [root] : [];
  for (const node of nodes) {
    if (node.left) nodes.push(node.left);
    if (node.right) nodes.push(node.right);
  }
  const totals = [];
  for (const node of nodes) {
    const depth = depthOf(root, node);
    while (totals.length <= depth) totals.push(0);
    totals[depth] += node.value;
  }
  return totals;
}

function depthOf(root, wanted) {
  const stack = [[root, 0]];
  while (stack.length > 0) {
    const [node, depth] = stack.pop();
    if (node === wanted) return depth;
    if (node.left) stack.push([node.left, depth + 1]);
    if (node.right) stack.push([node.right, depth + 1]);
  }
}
