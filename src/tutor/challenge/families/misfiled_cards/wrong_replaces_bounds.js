function misfiledCards(root) {
  let misfiled = 0;
  const stack = [[root, -Infinity, Infinity]];
  while (stack.length > 0) {
    const [node, low, high] = stack.pop();
    if (!node) continue;
    if (node.value < low || node.value >= high) misfiled++;
    stack.push([node.left, low, node.value]);
    stack.push([node.right, node.value, high]);
  }
  return misfiled;
}
