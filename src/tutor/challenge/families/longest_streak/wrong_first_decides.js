function longestStreak(row, changes) {
  let best = 0;
  for (let start = 0; start < row.length; start++) {
    let others = 0;
    let end = start;
    for (; end < row.length; end++) {
      if (row[end] !== row[start] && ++others > changes) break;
    }
    best = Math.max(best, end - start);
  }
  return best;
}
