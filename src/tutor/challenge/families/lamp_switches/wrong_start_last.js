function largestDisplay(start, switches) {
  const basis = [];
  for (let rest of switches) {
    for (const mask of basis) rest = Math.min(rest, rest ^ mask);
    if (rest) basis.push(rest);
  }
  let shown = 0;
  for (const mask of basis.sort((a, b) => b - a)) shown = Math.max(shown, shown ^ mask);
  return Math.max(start, start ^ shown);
}
