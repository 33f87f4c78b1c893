function bestSpacedTotal(points, rest) {
  const best = [];
  points.forEach((value, place) => {
    const withIt = value + (place > rest ? best[place - rest - 1] : 0);
    best.push(place ? Math.max(best[place - 1], withIt) : withIt);
  });
  return best.length ? best[best.length - 1] : 0;
}
