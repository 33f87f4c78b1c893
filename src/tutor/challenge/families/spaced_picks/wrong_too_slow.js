function bestSpacedTotal(points, rest) {
  const totals = [];
  let best = 0;
  for (let place = 0; place < points.length; place++) {
    let before = 0;
    for (let other = 0; other < place - rest; other++) {
      if (totals[other] > before) before = totals[other];
    }
    totals.push(points[place] + before);
    best = Math.max(best, totals[place]);
  }
  return best;
}
