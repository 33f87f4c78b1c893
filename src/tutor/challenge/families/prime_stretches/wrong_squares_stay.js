function primesBetween(lows, highs) {
  const highest = highs.reduce((a, b) => Math.max(a, b), 1);
  const prime = new Uint8Array(highest + 1).fill(1);
  prime[0] = prime[1] = 0;
  for (let number = 2; number * number < highest; number++) {
    if (!prime[number]) continue;
    for (let multiple = number * number + number; multiple <= highest; multiple += number) prime[multiple] = 0;
  }
  const below = [0];
  for (let number = 0; number <= highest; number++) below.push(below[number] + prime[number]);
  return lows.map((low, i) => below[highs[i] + 1] - below[low]);
}
