function bestSpacedTotal(points, rest) {
  const best = [0];
  points.forEach((value, place) => {
    best.push(Math.max(best[place], value + best[Math.max(0, place - rest)]));
  });
  return best[points.length];
}
