function heaviestWalk(root) {
  const arm = (node) => (node ? Math.max(0, node.value + Math.max(arm(node.left), arm(node.right))) : 0);
  return root.value + arm(root.left) + arm(root.right);
}
