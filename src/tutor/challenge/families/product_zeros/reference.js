function zerosAtTheEnd(count, base) {
  const howOften = (prime) => {
    let total = 0;
    for (let left = Math.floor(count / prime); left > 0; left = Math.floor(left / prime)) total += left;
    return total;
  };
  let zeros = Infinity;
  let rest = base;
  for (let prime = 2; rest > 1; prime++) {
    if (prime * prime > rest) prime = rest;
    let power = 0;
    while (rest % prime === 0) {
      rest /= prime;
      power++;
    }
    if (power > 0) zeros = Math.min(zeros, Math.floor(howOften(prime) / power));
  }
  return zeros;
}
