function steadyStretch(readings, spread) {
  let best = [];
  let start = 0;
  for (let end = 0; end < readings.length; end++) {
    if (end > 0 && Math.abs(readings[end] - readings[end - 1]) > spread) start = end;
    if (best.length === 0 || end - start + 1 > best[1]) best = [start, end - start + 1];
  }
  return best;
}
