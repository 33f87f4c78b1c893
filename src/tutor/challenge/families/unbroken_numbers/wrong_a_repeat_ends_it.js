function longestUnbroken(numbers) {
  let best = [];
  let first = null;
  let last = null;
  for (const number of [...numbers].sort((a, b) => a - b)) {
    if (last === null || number !== last + 1) first = number;
    last = number;
    if (best.length === 0 || last - first > best[1] - best[0]) best = [first, last];
  }
  return best;
}
