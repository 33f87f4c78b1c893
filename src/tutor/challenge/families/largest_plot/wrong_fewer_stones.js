function largestPlot(field, allowed) {
  const rows = field.length;
  const columns = rows > 0 ? field[0].length : 0;
  const before = Array.from({ length: rows + 1 }, () => new Array(columns + 1).fill(0));
  let side = 0;
  for (let bottom = 1; bottom <= rows; bottom++) {
    for (let right = 1; right <= columns; right++) {
      before[bottom][right] =
        before[bottom - 1][right] + before[bottom][right - 1] -
        before[bottom - 1][right - 1] +
        field[bottom - 1][right - 1];
      while (side < Math.min(bottom, right)) {
        const [top, left] = [bottom - side - 1, right - side - 1];
        const inside = before[bottom][right] - before[top][right] - before[bottom][left] + before[top][left];
        if (inside >= allowed) break;
        side++;
      }
    }
  }
  return side;
}
