function steadyStretch(readings, spread) {
  let best = [];
  for (let start = 0; start < readings.length; start++) {
    let end = start;
    while (end < readings.length && Math.abs(readings[end] - readings[start]) <= spread) end++;
    if (best.length === 0 || end - start > best[1]) best = [start, end - start];
  }
  return best;
}
