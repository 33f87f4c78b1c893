function fewestStamps(values, postage) {
  const fewest = new Array(postage + 1).fill(Infinity);
  fewest[0] = 0;
  for (let amount = 1; amount <= postage; amount++) {
    for (const value of values) {
      if (value <= amount) fewest[amount] = Math.min(fewest[amount], fewest[amount - value] + 1);
    }
  }
  return fewest[postage] === Infinity ? -1 : fewest[postage];
}
