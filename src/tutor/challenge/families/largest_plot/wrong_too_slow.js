function largestPlot(field, allowed) {
  const rows = field.length;
  const columns = rows > 0 ? field[0].length : 0;
  let best = 0;
  for (let top = 0; top < rows; top++) {
    for (let left = 0; left < columns; left++) {
      for (let side = 1; side <= Math.min(rows - top, columns - left); side++) {
        let inside = 0;
        for (let row = top; row < top + side; row++) {
          for (let column = left; column < left + side; column++) inside += field[row][column];
        }
        if (inside > allowed) break;
        best = Math.max(best, side);
      }
    }
  }
  return best;
}
