class Heap {
  entries = [];

  push(entry) {
    const { entries } = this;
    let at = entries.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (entries[parent].cost <= entry.cost) break;
      entries[at] = entries[parent];
      at = parent;
    }
    entries[at] = entry;
  }

  pop() {
    const { entries } = this;
    const top = entries[0];
    const last = entries.pop();
    if (entries.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && entries[child + 1].cost < entries[child].cost) child++;
      if (entries[child].cost >= last.cost) break;
      entries[at] = entries[child];
      at = child;
    }
    entries[at] = last;
    return top;
  }
}

function freeRides(count, roads, start, goal, vouchers) {
  const neighbours = Array.from({ length: count }, () => []);
  for (const [a, b, price] of roads) {
    neighbours[a].push([b, price]);
    neighbours[b].push([a, price]);
  }
  const least = Array.from({ length: vouchers + 1 }, () => new Array(count).fill(Infinity));
  const heap = new Heap();
  const reach = (cost, town, used) => {
    if (used > vouchers || cost >= least[used][town]) return;
    least[used][town] = cost;
    heap.push({ cost, town, used });
  };
  reach(0, start, 0);
  while (heap.entries.length > 0) {
    const { cost, town, used } = heap.pop();
    if (town === goal) return cost;
    if (cost > least[used][town]) continue;
    for (const [other, price] of neighbours[town]) {
      reach(cost + price, other, used);
      reach(cost, other, used + 1);
    }
  }
  return -1;
}
