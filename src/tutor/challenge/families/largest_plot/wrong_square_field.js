function largestPlot(field, allowed) {
  const size = field.length;
  const before = Array.from({ length: size + 1 }, () => new Array(size + 1).fill(0));
  let side = 0;
  for (let bottom = 1; bottom <= size; bottom++) {
    for (let right = 1; right <= size; right++) {
      before[bottom][right] =
        before[bottom - 1][right] + before[bottom][right - 1] -
        before[bottom - 1][right - 1] +
        field[bottom - 1][right - 1];
      while (side < Math.min(bottom, right)) {
        const [top, left] = [bottom - side - 1, right - side - 1];
        const inside = before[bottom][right] - before[top][right] - before[bottom][left] + before[top][left];
        if (inside > allowed) break;
        side++;
      }
    }
  }
  return side;
}
