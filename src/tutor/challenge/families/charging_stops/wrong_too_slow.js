function fewestStops(distance, charge, places, gains) {
  const used = places.map(() => false);
  let reach = charge;
  let stops = 0;
  while (reach < distance) {
    let best = -1;
    for (let stop = 0; stop < places.length; stop++) {
      if (places[stop] <= reach && !used[stop] && (best < 0 || gains[stop] > gains[best])) best = stop;
    }
    if (best < 0) return -1;
    used[best] = true;
    reach += gains[best];
    stops++;
  }
  return stops;
}
