function coatsOfPaint(rows, columns, coats, layers) {
  const wall = Array.from({ length: rows }, () => new Array(columns).fill(0));
  for (const [r1, c1, r2, c2] of coats) {
    for (let row = Math.min(r1, r2); row <= Math.max(r1, r2); row++) {
      for (let column = Math.min(c1, c2); column <= Math.max(c1, c2); column++) {
        wall[row][column]++;
      }
    }
  }
  return wall.flat().filter((count) => count >= layers).length;
}
