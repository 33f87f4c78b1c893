function heaviestWalk(root) {
  let best = root.value;
  const arm = (node) => {
    if (!node) return 0;
    const total = node.value + Math.max(arm(node.left), 0) + Math.max(arm(node.right), 0);
    best = Math.max(best, total);
    return total;
  };
  arm(root);
  return best;
}
