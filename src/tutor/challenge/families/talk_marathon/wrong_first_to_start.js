function mostTalks(starts, ends, walk) {
  const order = starts.map((_, talk) => talk).sort((a, b) => starts[a] - starts[b] || ends[a] - ends[b]);
  let heard = 0;
  let free = 0;
  for (const talk of order) {
    if (starts[talk] >= free) {
      heard++;
      free = ends[talk] + walk;
    }
  }
  return heard;
}
