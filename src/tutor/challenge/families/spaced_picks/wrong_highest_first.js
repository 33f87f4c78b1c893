function bestSpacedTotal(points, rest) {
  const places = points.map((_, place) => place).sort((a, b) => points[b] - points[a]);
  const taken = [];
  let total = 0;
  for (const place of places) {
    if (points[place] > 0 && taken.every((other) => Math.abs(place - other) > rest)) {
      total += points[place];
      taken.push(place);
    }
  }
  return total;
}
