function gcd(a, b) {
  return b === 0 ? a : gcd(b, a % b);
}

function lowestRatio(first, second) {
  const a = first.reduce((total, grams) => total + grams, 0);
  const b = second.reduce((total, grams) => total + grams, 0);
  const common = gcd(a, b);
  return [a / common, b / common];
}
