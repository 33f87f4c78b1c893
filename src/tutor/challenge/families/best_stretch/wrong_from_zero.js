function bestStretch(changes) {
  let best = [];
  let most = 0;
  let total = 0;
  let start = 0;
  changes.forEach((change, place) => {
    if (total <= 0) {
      total = 0;
      start = place;
    }
    total += change;
    const length = place - start + 1;
    if (total > most || (total === most && best.length && length < best[1])) {
      most = total;
      best = [start, length];
    }
  });
  return best;
}
