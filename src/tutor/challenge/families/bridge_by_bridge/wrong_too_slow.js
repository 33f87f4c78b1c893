function bridgeByBridge(count, bridges) {
  const neighbours = Array.from({ length: count }, () => []);
  return bridges.map(([a, b]) => {
    neighbours[a].push(b);
    neighbours[b].push(a);
    const seen = new Array(count).fill(false);
    let groups = 0;
    for (let place = 0; place < count; place++) {
      if (seen[place]) continue;
      groups++;
      seen[place] = true;
      const stack = [place];
      while (stack.length > 0) {
        for (const other of neighbours[stack.pop()]) {
          if (seen[other]) continue;
          seen[other] = true;
          stack.push(other);
        }
      }
    }
    return groups;
  });
}
