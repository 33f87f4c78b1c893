function kthMeal(firsts, seconds, place) {
  const sums = new Set();
  for (const first of firsts) {
    for (const second of seconds) sums.add(first + second);
  }
  const sorted = [...sums].sort((a, b) => a - b);
  return sorted[Math.min(place, sorted.length) - 1];
}
