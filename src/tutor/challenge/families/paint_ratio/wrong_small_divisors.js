function lowestRatio(first, second) {
  let a = first.reduce((total, grams) => total + grams, 0);
  let b = second.reduce((total, grams) => total + grams, 0);
  if (a === 0 || b === 0) return [Math.min(a, 1), Math.min(b, 1)];
  for (const divisor of [2, 3, 5, 7]) {
    while (a % divisor === 0 && b % divisor === 0) {
      a /= divisor;
      b /= divisor;
    }
  }
  return [a, b];
}
