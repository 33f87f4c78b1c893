function repairCost(written, wanted, insertCost, removeCost, changeCost) {
  let row = Array.from({ length: wanted.length + 1 }, (_, count) => count);
  for (const letter of written) {
    const above = row;
    row = [above[0] + 1];
    for (let place = 0; place < wanted.length; place++) {
      const kept = above[place] + (letter === wanted[place] ? 0 : 1);
      row.push(Math.min(kept, above[place + 1] + 1, row[place] + 1));
    }
  }
  return row[wanted.length];
}
