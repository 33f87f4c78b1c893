function zerosAtTheEnd(count, base) {
  let zeros = Infinity;
  for (let divisor = 2; base > 1; divisor++) {
    if (divisor * divisor > base) divisor = base;
    if (base % divisor !== 0) continue;
    while (base % divisor === 0) base /= divisor;
    let total = 0;
    for (let left = Math.floor(count / divisor); left > 0; left = Math.floor(left / divisor)) total += left;
    zeros = Math.min(zeros, total);
  }
  return zeros;
}
