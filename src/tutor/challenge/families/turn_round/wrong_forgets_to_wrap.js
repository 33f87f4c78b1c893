function turnRound(row, turns) {
  const shift = turns.reduce((sum, turn) => sum + turn, 0);
  return [...row.slice(-shift), ...row.slice(0, -shift)];
}
