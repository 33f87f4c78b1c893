function longestStreak(row, changes) {
  const counts = {};
  let start = 0;
  let most = 0;
  for (let end = 0; end < row.length; end++) {
    counts[row[end]] = (counts[row[end]] ?? 0) + 1;
    most = Math.max(most, counts[row[end]]);
    if (end - start + 1 - most > changes) {
      counts[row[start]]--;
      start++;
    }
  }
  return row.length - start;
}
