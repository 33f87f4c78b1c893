function heaviestWalk(root) {
  let best = 0;
  const arm = (node) => {
    if (!node) return 0;
    const left = Math.max(arm(node.left), 0);
    const right = Math.max(arm(node.right), 0);
    best = Math.max(best, node.value + left + right);
    return node.value + Math.max(left, right);
  };
  arm(root);
  return best;
}
