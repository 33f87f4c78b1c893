function bestStart(beads) {
  let best = 0;
  for (let place = 1; place < beads.length; place++) {
    if (beads[place] < beads[best]) best = place;
  }
  return best;
}
