function levelTotals(root) {
  const totals = [];
  let level = root ? [root] : [];
  while (level.length > 0) {
    let total = 0;
    const next = [];
    for (const node of level) {
      total += node.value;
      if (node.left) next.push(node.left);
      if (node.right) next.push(node.right);
    }
    totals.push(total);
    level = next;
  }
  return totals;
}
