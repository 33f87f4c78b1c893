function turnRound(row, turns) {
  if (row.length === 0) return [];
  const total = turns.reduce((sum, turn) => sum + turn, 0) % row.length;
  const first = (row.length - total) % row.length;
  return [...row.slice(first), ...row.slice(0, first)];
}
