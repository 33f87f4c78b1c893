function gcd(a, b) {
  return b === 0 ? a : gcd(b, a % b);
}

function loneChimes(firstMinute, lastMinute, everyA, everyB) {
  const multiples = (of) => Math.floor(lastMinute / of) - Math.floor((firstMinute - 1) / of);
  const together = (everyA / gcd(everyA, everyB)) * everyB;
  return multiples(everyA) + multiples(everyB) - multiples(together);
}
