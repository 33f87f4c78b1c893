function workshopOrder(count, rules) {
  const needs = new Array(count).fill(0);
  for (const [, second] of rules) needs[second]++;
  return needs.map((_, task) => task).sort((a, b) => needs[a] - needs[b]);
}
