function workshopOrder(count, rules) {
  const needs = Array.from({ length: count }, () => []);
  for (const [first, second] of rules) needs[second].push(first);
  const done = new Array(count).fill(false);
  const order = [];
  while (order.length < count) {
    const next = needs.findIndex((firsts, task) => !done[task] && firsts.every((first) => done[first]));
    if (next === -1) return [];
    done[next] = true;
    order.push(next);
  }
  return order;
}
