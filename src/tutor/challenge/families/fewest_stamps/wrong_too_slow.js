function fewestStamps(values, postage) {
  if (postage === 0) return 0;
  let best = -1;
  for (const value of values) {
    if (value > postage) continue;
    const before = fewestStamps(values, postage - value);
    if (before >= 0 && (best < 0 || before + 1 < best)) best = before + 1;
  }
  return best;
}
