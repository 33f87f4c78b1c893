function turnRound(row, turns) {
  const n = row.length;
  for (const turn of turns) {
    const before = row;
    row = before.map((_, place) => before[(((place - turn) % n) + n) % n]);
  }
  return row;
}
