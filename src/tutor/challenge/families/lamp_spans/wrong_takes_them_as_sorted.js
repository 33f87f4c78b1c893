function lampSpans(starts, ends, gap) {
  const spans = starts.map((start, i) => [start, ends[i]]);
  const joined = [];
  for (const [start, end] of spans) {
    const last = joined[joined.length - 1];
    if (last && start - last[1] <= gap) {
      last[1] = Math.max(last[1], end);
    } else {
      joined.push([start, end]);
    }
  }
  return joined;
}
