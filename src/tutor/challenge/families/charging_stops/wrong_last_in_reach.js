function fewestStops(distance, charge, places, gains) {
  const order = places.map((_, stop) => stop).sort((a, b) => places[a] - places[b]);
  let reach = charge;
  let stops = 0;
  let next = 0;
  while (reach < distance) {
    const before = next;
    while (next < order.length && places[order[next]] <= reach) next++;
    if (next === before) return -1;
    reach += gains[order[next - 1]];
    stops++;
  }
  return stops;
}
