function largestBanner(poles) {
  if (poles.length < 2) return 0;
  const [first, second] = poles.map((_, place) => place).sort((a, b) => poles[b] - poles[a]);
  return poles[second] * Math.abs(first - second);
}
