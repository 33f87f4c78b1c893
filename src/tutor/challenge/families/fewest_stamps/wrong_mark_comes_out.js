function fewestStamps(values, postage) {
  const fewest = new Array(postage + 1).fill(postage + 1);
  fewest[0] = 0;
  for (const value of values) {
    for (let amount = value; amount <= postage; amount++) {
      fewest[amount] = Math.min(fewest[amount], fewest[amount - value] + 1);
    }
  }
  return fewest[postage];
}
