function levelTotals(root) {
  const totals = [];
  const walk = (node, depth) => {
    if (!node?.value) return;
    if (depth === totals.length) totals.push(0);
    totals[depth] += node.value;
    walk(node.left, depth + 1);
    walk(node.right, depth + 1);
  };
  walk(root, 0);
  return totals;
}
