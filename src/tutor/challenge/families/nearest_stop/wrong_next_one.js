function nearestStop(stops, houses) {
  return houses.map((house) => {
    let low = 0;
    let high = stops.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (stops[middle] < house) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return stops[low];
  });
}
