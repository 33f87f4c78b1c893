function levelTotals(root) {
  const nodes = root ? [root] : [];
  for (const node of nodes) {
    if (node.left) nodes.push(node.left);
    if (node.right) nodes.push(node.right);
  }
  const totals = [];
  for (let start = 0, width = 1; start < nodes.length; start += width, width *= 2) {
    totals.push(nodes.slice(start, start + width).reduce((sum, node) => sum + node.value, 0));
  }
  return totals;
}
