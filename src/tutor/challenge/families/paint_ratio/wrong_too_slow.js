function lowestRatio(first, second) {
  const a = first.reduce((total, grams) => total + grams, 0);
  const b = second.reduce((total, grams) => total + grams, 0);
  if (a === 0 || b === 0) return [Math.min(a, 1), Math.min(b, 1)];
  let common = Math.min(a, b);
  while (a % common !== 0 || b % common !== 0) common--;
  return [a / common, b / common];
}
