function zerosAtTheEnd(count, base) {
  let zeros = Infinity;
  for (let divisor = 2; base > 1; divisor++) {
    if (divisor * divisor > base) divisor = base;
    let power = 0;
    while (base % divisor === 0) {
      base /= divisor;
      power++;
    }
    if (power > 0) zeros = Math.min(zeros, Math.floor(Math.floor(count / divisor) / power));
  }
  return zeros;
}
