function nearestStop(stops, houses) {
  return houses.map((house) => {
    let low = 0;
    let high = stops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (stops[middle] < house) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low === 0) return stops[0];
    if (low === stops.length || house - stops[low - 1] < stops[low] - house) return stops[low - 1];
    return stops[low];
  });
}
