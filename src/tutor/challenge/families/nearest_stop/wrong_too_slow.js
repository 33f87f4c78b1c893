function nearestStop(stops, houses) {
  return houses.map((house) => {
    let best = stops[0];
    for (const stop of stops) {
      if (Math.abs(stop - house) < Math.abs(best - house)) best = stop;
    }
    return best;
  });
}
