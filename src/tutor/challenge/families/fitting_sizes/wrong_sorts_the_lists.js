function mostFitted(needs, sizes, slack) {
  needs.sort((a, b) => a - b);
  sizes.sort((a, b) => a - b);
  let fitted = 0;
  let place = 0;
  for (const size of sizes) {
    while (place < needs.length && needs[place] + slack < size) place++;
    if (place < needs.length && needs[place] <= size) {
      fitted++;
      place++;
    }
  }
  return fitted;
}
