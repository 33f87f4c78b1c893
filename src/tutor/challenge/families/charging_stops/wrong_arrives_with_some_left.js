function fewestStops(distance, charge, places, gains) {
  const order = places.map((_, stop) => stop).sort((a, b) => places[a] - places[b]);
  const passed = [];
  let reach = charge;
  let stops = 0;
  let next = 0;
  while (reach < distance) {
    while (next < order.length && places[order[next]] < reach) passed.push(gains[order[next++]]);
    if (passed.length === 0) return -1;
    passed.sort((a, b) => a - b);
    reach += passed.pop();
    stops++;
  }
  return stops;
}
