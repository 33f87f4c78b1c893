function steadyStretch(readings, spread) {
  let best = [];
  for (let start = 0; start < readings.length; start++) {
    let highest = readings[start];
    let lowest = readings[start];
    let end = start;
    for (; end < readings.length; end++) {
      highest = Math.max(highest, readings[end]);
      lowest = Math.min(lowest, readings[end]);
      if (highest - lowest > spread) break;
    }
    if (best.length === 0 || end - start > best[1]) best = [start, end - start];
  }
  return best;
}
