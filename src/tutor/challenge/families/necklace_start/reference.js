function bestStart(beads) {
  const n = beads.length;
  let [i, j, k] = [0, 1, 0];
  while (i < n && j < n && k < n) {
    const a = beads[(i + k) % n];
    const b = beads[(j + k) % n];
    if (a === b) {
      k++;
      continue;
    }
    if (a > b) i += k + 1;
    else j += k + 1;
    if (i === j) j++;
    k = 0;
  }
  return Math.min(i, j);
}
