function largestDisplay(start, switches) {
  let shown = start;
  for (const mask of [...switches].sort((a, b) => b - a)) shown = Math.max(shown, shown ^ mask);
  return shown;
}
