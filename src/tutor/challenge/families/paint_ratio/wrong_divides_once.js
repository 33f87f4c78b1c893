function lowestRatio(first, second) {
  const a = first.reduce((total, grams) => total + grams, 0);
  const b = second.reduce((total, grams) => total + grams, 0);
  if (a === 0 || b === 0) return [Math.min(a, 1), Math.min(b, 1)];
  for (let divisor = 2; divisor * divisor <= Math.max(a, b); divisor++) {
    if (a % divisor === 0 && b % divisor === 0) return [a / divisor, b / divisor];
  }
  return [a, b];
}
