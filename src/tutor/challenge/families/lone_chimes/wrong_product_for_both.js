function loneChimes(firstMinute, lastMinute, everyA, everyB) {
  const multiples = (of) => Math.floor(lastMinute / of) - Math.floor((firstMinute - 1) / of);
  return multiples(everyA) + multiples(everyB) - 2 * multiples(everyA * everyB);
}
