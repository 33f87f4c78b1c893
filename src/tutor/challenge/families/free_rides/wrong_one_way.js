function freeRides(count, roads, start, goal, vouchers) {
  const neighbours = Array.from({ length: count }, () => []);
  for (const [a, b, price] of roads) neighbours[a].push([b, price]);
  const queue = [[0, start, 0]];
  const seen = new Set();
  while (queue.length > 0) {
    queue.sort((a, b) => b[0] - a[0]);
    const [cost, town, used] = queue.pop();
    if (town === goal) return cost;
    if (seen.has(town + used * count)) continue;
    seen.add(town + used * count);
    for (const [other, price] of neighbours[town]) {
      queue.push([cost + price, other, used]);
      if (used < vouchers) queue.push([cost, other, used + 1]);
    }
  }
  return -1;
}
