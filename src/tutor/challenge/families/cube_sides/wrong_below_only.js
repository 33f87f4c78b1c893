function cubeSides(amounts) {
  return amounts.map((amount) => {
    let low = 0;
    let high = 210_000;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (middle * middle * middle < amount) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  });
}
