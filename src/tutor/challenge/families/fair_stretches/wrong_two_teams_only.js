function fairStretches(results, teams) {
  let lead = 0;
  const seen = new Map([[0, 1]]);
  let fair = 0;
  for (const winner of results) {
    if (winner === teams[0]) lead++;
    if (winner === teams[1]) lead--;
    fair += seen.get(lead) ?? 0;
    seen.set(lead, (seen.get(lead) ?? 0) + 1);
  }
  return fair;
}
