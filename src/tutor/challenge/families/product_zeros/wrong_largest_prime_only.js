function zerosAtTheEnd(count, base) {
  let largest = base;
  let power = 1;
  for (let divisor = 2; base > 1; divisor++) {
    if (divisor * divisor > base) divisor = base;
    let times = 0;
    while (base % divisor === 0) {
      base /= divisor;
      times++;
    }
    if (times > 0) [largest, power] = [divisor, times];
  }
  let total = 0;
  for (let left = Math.floor(count / largest); left > 0; left = Math.floor(left / largest)) total += left;
  return Math.floor(total / power);
}
