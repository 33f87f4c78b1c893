function zerosAtTheEnd(count, base) {
  const powers = new Map();
  for (let divisor = 2; base > 1; divisor++) {
    if (divisor * divisor > base) divisor = base;
    while (base % divisor === 0) {
      base /= divisor;
      powers.set(divisor, (powers.get(divisor) || 0) + 1);
    }
  }
  let zeros = Infinity;
  for (const [prime, power] of powers) {
    let total = 0;
    for (let number = prime; number <= count; number++) {
      for (let rest = number; rest % prime === 0; rest /= prime) total++;
    }
    zeros = Math.min(zeros, Math.floor(total / power));
  }
  return zeros;
}
