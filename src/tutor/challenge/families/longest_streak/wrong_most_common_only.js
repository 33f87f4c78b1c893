function longestStreak(row, changes) {
  const counts = {};
  for (const color of row) counts[color] = (counts[color] ?? 0) + 1;
  const color = Object.keys(counts).sort((a, b) => counts[b] - counts[a])[0];
  let best = 0;
  let start = 0;
  let others = 0;
  for (let end = 0; end < row.length; end++) {
    if (row[end] !== color) others++;
    while (others > changes) {
      if (row[start] !== color) others--;
      start++;
    }
    best = Math.max(best, end - start + 1);
  }
  return best;
}
