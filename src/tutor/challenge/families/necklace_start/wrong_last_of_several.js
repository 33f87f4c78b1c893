function bestStart(beads) {
  const reading = (start) => beads.slice(start) + beads.slice(0, start);
  let best = 0;
  for (let start = 1; start < beads.length; start++) {
    if (reading(start) <= reading(best)) best = start;
  }
  return best;
}
