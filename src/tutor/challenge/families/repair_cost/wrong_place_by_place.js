function repairCost(written, wanted, insertCost, removeCost, changeCost) {
  const replace = Math.min(changeCost, insertCost + removeCost);
  let cost = 0;
  for (let place = 0; place < Math.min(written.length, wanted.length); place++) {
    if (written[place] !== wanted[place]) cost += replace;
  }
  const longer = wanted.length - written.length;
  return cost + (longer > 0 ? longer * insertCost : -longer * removeCost);
}
