function coatsOfPaint(rows, columns, coats, layers) {
  const changes = Array.from({ length: rows + 1 }, () => new Array(columns + 1).fill(0));
  for (const [r1, c1, r2, c2] of coats) {
    const [top, bottom] = [Math.min(r1, r2), Math.max(r1, r2) + 1];
    const [left, right] = [Math.min(c1, c2), Math.max(c1, c2) + 1];
    changes[top][left]++;
    changes[top][right]--;
    changes[bottom][left]--;
    changes[bottom][right]++;
  }
  let enough = 0;
  const above = new Array(columns).fill(0);
  for (let row = 0; row < rows; row++) {
    let running = 0;
    for (let column = 0; column < columns; column++) {
      running += changes[row][column];
      above[column] += running;
      if (above[column] === layers) enough++;
    }
  }
  return enough;
}
