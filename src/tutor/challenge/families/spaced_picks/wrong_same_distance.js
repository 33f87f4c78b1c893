function bestSpacedTotal(points, rest) {
  let best = 0;
  for (let start = 0; start <= rest; start++) {
    let total = 0;
    for (let place = start; place < points.length; place += rest + 1) total += points[place];
    best = Math.max(best, total);
  }
  return best;
}
