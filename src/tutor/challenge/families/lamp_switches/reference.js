function largestDisplay(start, switches) {
  const basis = [];
  for (let rest of switches) {
    for (const mask of basis) rest = Math.min(rest, rest ^ mask);
    if (rest) basis.push(rest);
  }
  basis.sort((a, b) => b - a);
  let shown = start;
  for (const mask of basis) shown = Math.max(shown, shown ^ mask);
  return shown;
}
