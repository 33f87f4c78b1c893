function freeRides(count, roads, start, goal, vouchers) {
  const least = Array.from({ length: vouchers + 1 }, () => new Array(count).fill(Infinity));
  for (const row of least) row[start] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (const [a, b, price] of roads) {
      for (const [u, v] of [[a, b], [b, a]]) {
        for (let used = 0; used <= vouchers; used++) {
          let cost = least[used][u] + price;
          if (used > 0) cost = Math.min(cost, least[used - 1][u]);
          if (cost >= least[used][v]) continue;
          least[used][v] = cost;
          changed = true;
        }
      }
    }
  }
  const best = least[vouchers][goal];
  return best === Infinity ? -1 : best;
}
