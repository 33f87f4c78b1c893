function totalSwing(readings) {
  return sumOfHighest(readings) + sumOfHighest(readings.map((reading) => -reading));
}

function sumOfHighest(readings) {
  let total = 0;
  let here = 0; // the sum over the stretches that end at this reading
  const falling = []; // [reading, from how many starts it is the highest]
  for (const reading of readings) {
    let starts = 1;
    while (falling.length && falling[falling.length - 1][0] <= reading) {
      const [lower, count] = falling.pop();
      here -= lower * count;
      starts += count;
    }
    falling.push([reading, starts]);
    here += reading * starts;
    total += here;
  }
  return total;
}
