function bestStart(beads) {
  let best = 0;
  for (let start = 1; start < beads.length; start++) {
    if (beads.slice(start) < beads.slice(best)) best = start;
  }
  return best;
}
