function fairStretches(results, teams) {
  const wins = new Array(teams.length).fill(0);
  const leads = () => wins.map((count) => count - wins[0]).join();
  const seen = new Map([[leads(), 1]]);
  let fair = 0;
  for (const winner of results) {
    if (winner !== "-") wins[teams.indexOf(winner)]++;
    const key = leads();
    const before = seen.get(key) ?? 0;
    fair += before;
    seen.set(key, before + 1);
  }
  return fair;
}
