function fewestRides(count, links, start, goal) {
  const neighbours = Array.from({ length: count }, () => []);
  for (const [a, b] of links) {
    neighbours[a].push(b);
    neighbours[b].push(a);
  }
  const seen = new Set();
  const search = (stop, rides) => {
    if (stop === goal) return rides;
    seen.add(stop);
    for (const other of neighbours[stop]) {
      if (seen.has(other)) continue;
      const found = search(other, rides + 1);
      if (found !== -1) return found;
    }
    return -1;
  };
  return search(start, 0);
}
