function fairStretches(results, teams) {
  const wins = new Array(teams.length).fill(0);
  const seen = new Map([[wins.join(), 1]]);
  let fair = 0;
  for (const winner of results.replaceAll("-", "")) {
    wins[teams.indexOf(winner)]++;
    const key = wins.map((count) => count - wins[0]).join();
    fair += seen.get(key) ?? 0;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return fair;
}
