function bestStretch(changes) {
  let best = [];
  let most = -Infinity;
  let total = 0;
  let start = 0;
  changes.forEach((change, place) => {
    if (total <= 0) {
      total = 0;
      start = place;
    }
    total += change;
    if (total > most) {
      most = total;
      best = [start, place - start + 1];
    }
  });
  return best;
}
