function coatsOfPaint(rows, columns, coats, layers) {
  const changes = Array.from({ length: rows + 1 }, () => new Array(columns + 1).fill(0));
  for (const [top, left, bottom, right] of coats) {
    changes[top][left]++;
    changes[top][right + 1]--;
    changes[bottom + 1][left]--;
    changes[bottom + 1][right + 1]++;
  }
  let enough = 0;
  const above = new Array(columns).fill(0);
  for (let row = 0; row < rows; row++) {
    let running = 0;
    for (let column = 0; column < columns; column++) {
      running += changes[row][column];
      above[column] += running;
      if (above[column] >= layers) enough++;
    }
  }
  return enough;
}
