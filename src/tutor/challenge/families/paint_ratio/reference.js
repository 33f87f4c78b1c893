function gcd(a, b) {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

function lowestRatio(first, second) {
  const sum = (list) => list.reduce((total, grams) => total + grams, 0);
  const a = sum(first);
  const b = sum(second);
  const common = gcd(a, b) || 1;
  return [a / common, b / common];
}
