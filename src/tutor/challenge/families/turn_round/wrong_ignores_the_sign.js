function turnRound(row, turns) {
  if (row.length === 0) return [];
  const shift = turns.reduce((sum, turn) => sum + Math.abs(turn), 0) % row.length;
  const first = row.length - shift;
  return [...row.slice(first), ...row.slice(0, first)];
}
