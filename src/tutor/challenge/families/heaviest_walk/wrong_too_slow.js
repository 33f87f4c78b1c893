function heaviestWalk(root) {
  const arm = (node) => {
    if (!node) return 0;
    if (arm(node.left) > arm(node.right)) return Math.max(0, node.value + arm(node.left));
    return Math.max(0, node.value + arm(node.right));
  };
  let best = root.value;
  const stack = [root];
  while (stack.length > 0) {
    const node = stack.pop();
    best = Math.max(best, node.value + arm(node.left) + arm(node.right));
    if (node.left) stack.push(node.left);
    if (node.right) stack.push(node.right);
  }
  return best;
}
