function gcd(a, b) {
  return b === 0 ? a : gcd(b, a % b);
}

function loneChimes(firstMinute, lastMinute, everyA, everyB) {
  const multiples = (of) => Math.floor(lastMinute / of) - Math.floor(firstMinute / of);
  const together = (everyA / gcd(everyA, everyB)) * everyB;
  return multiples(everyA) + multiples(everyB) - 2 * multiples(together);
}
