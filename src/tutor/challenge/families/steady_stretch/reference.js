function steadyStretch(readings, spread) {
  let best = [];
  let start = 0;
  // Places: the highest and the lowest of the window are in front, at `high` and `low`.
  const falling = [];
  const rising = [];
  let high = 0;
  let low = 0;
  readings.forEach((reading, end) => {
    while (falling.length > high && readings[falling[falling.length - 1]] <= reading) falling.pop();
    falling.push(end);
    while (rising.length > low && readings[rising[rising.length - 1]] >= reading) rising.pop();
    rising.push(end);
    while (readings[falling[high]] - readings[rising[low]] > spread) {
      start++;
      if (falling[high] < start) high++;
      if (rising[low] < start) low++;
    }
    if (best.length === 0 || end - start + 1 > best[1]) best = [start, end - start + 1];
  });
  return best;
}
