function repairCost(written, wanted, insertCost, removeCost, changeCost) {
  let row = Array.from({ length: wanted.length + 1 }, (_, count) => count * removeCost);
  for (const letter of written) {
    const above = row;
    row = [above[0] + insertCost];
    for (let place = 0; place < wanted.length; place++) {
      const kept = above[place] + (letter === wanted[place] ? 0 : changeCost);
      row.push(Math.min(kept, above[place + 1] + insertCost, row[place] + removeCost));
    }
  }
  return row[wanted.length];
}
