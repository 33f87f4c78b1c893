function bestStretch(changes) {
  let best = [];
  let most = -Infinity;
  for (let start = 0; start < changes.length; start++) {
    let total = 0;
    for (let end = start; end < changes.length; end++) {
      total += changes[end];
      const length = end - start + 1;
      if (total > most || (total === most && length < best[1])) {
        most = total;
        best = [start, length];
      }
    }
  }
  return best;
}
