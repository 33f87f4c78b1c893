function sharedSuperior(root, pairs) {
  return pairs.map(([a, b]) => {
    let node = root;
    for (;;) {
      if (Math.max(a, b) < node.value && node.left) node = node.left;
      else if (Math.min(a, b) > node.value && node.right) node = node.right;
      else return node.value;
    }
  });
}
