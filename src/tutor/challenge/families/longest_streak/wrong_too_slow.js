function longestStreak(row, changes) {
  let best = 0;
  for (let start = 0; start < row.length; start++) {
    const counts = {};
    let most = 0;
    for (let end = start; end < row.length; end++) {
      counts[row[end]] = (counts[row[end]] ?? 0) + 1;
      most = Math.max(most, counts[row[end]]);
      if (end - start + 1 - most > changes) break;
      best = Math.max(best, end - start + 1);
    }
  }
  return best;
}
