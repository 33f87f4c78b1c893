function bestStart(beads) {
  const n = beads.length;
  let best = 0;
  for (let start = 1; start < n; start++) {
    for (let step = 0; step < n; step++) {
      const a = beads[(start + step) % n];
      const b = beads[(best + step) % n];
      if (a === b) continue;
      if (a < b) best = start;
      break;
    }
  }
  return best;
}
