function longestStreak(row, changes) {
  const counts = {};
  let best = 0;
  let start = 0;
  let most = 0;
  for (let end = 0; end < row.length; end++) {
    counts[row[end]] = (counts[row[end]] ?? 0) + 1;
    most = Math.max(most, counts[row[end]]);
    while (end - start + 1 - most > changes) start++;
    best = Math.max(best, end - start + 1);
  }
  return best;
}
