function steadyStretch(readings, spread) {
  let best = [];
  let start = 0;
  let highest = -Infinity;
  let lowest = Infinity;
  readings.forEach((reading, end) => {
    highest = Math.max(highest, reading);
    lowest = Math.min(lowest, reading);
    if (highest - lowest > spread) {
      start = end;
      highest = reading;
      lowest = reading;
    }
    if (best.length === 0 || end - start + 1 > best[1]) best = [start, end - start + 1];
  });
  return best;
}
