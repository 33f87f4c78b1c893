function mostFitted(needs, sizes, slack) {
  const ordered = [...needs].sort((a, b) => a - b);
  const stock = [...sizes].sort((a, b) => a - b);
  let fitted = 0;
  let place = 0;
  for (const need of ordered) {
    while (place < stock.length && stock[place] < need) place++;
    if (place < stock.length && stock[place] <= need + slack) {
      fitted++;
      place++;
    }
  }
  return fitted;
}
