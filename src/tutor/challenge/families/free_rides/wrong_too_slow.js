function freeRides(count, roads, start, goal, vouchers) {
  const least = Array.from({ length: vouchers + 1 }, () => new Array(count).fill(Infinity));
  for (const row of least) row[start] = 0;
  for (let round = 0; round < count * (vouchers + 1); round++) {
    for (const [a, b, price] of roads) {
      for (const [u, v] of [[a, b], [b, a]]) {
        for (let used = 0; used <= vouchers; used++) {
          let cost = least[used][u] + price;
          if (used > 0) cost = Math.min(cost, least[used - 1][u]);
          if (cost < least[used][v]) least[used][v] = cost;
        }
      }
    }
  }
  const best = least[vouchers][goal];
  return best === Infinity ? -1 : best;
}
