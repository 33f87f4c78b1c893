function fewestStops(distance, charge, places, gains) {
  const passed = [];
  let reach = charge;
  let stops = 0;
  let next = 0;
  while (reach < distance) {
    while (next < places.length && places[next] <= reach) passed.push(gains[next++]);
    if (passed.length === 0) return -1;
    passed.sort((a, b) => a - b);
    reach += passed.pop();
    stops++;
  }
  return stops;
}
