function misfiledCards(root) {
  let misfiled = 0;
  const stack = root ? [root] : [];
  while (stack.length > 0) {
    const node = stack.pop();
    if (node.left) {
      if (node.left.value >= node.value) misfiled++;
      stack.push(node.left);
    }
    if (node.right) {
      if (node.right.value < node.value) misfiled++;
      stack.push(node.right);
    }
  }
  return misfiled;
}
