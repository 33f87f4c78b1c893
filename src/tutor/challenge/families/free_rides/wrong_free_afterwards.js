function freeRides(count, roads, start, goal, vouchers) {
  const neighbours = Array.from({ length: count }, () => []);
  for (const [a, b, price] of roads) {
    neighbours[a].push([b, price]);
    neighbours[b].push([a, price]);
  }
  const least = new Array(count).fill(Infinity);
  const ways = Array.from({ length: count }, () => []);
  const done = new Array(count).fill(false);
  least[start] = 0;
  for (;;) {
    let town = -1;
    for (let i = 0; i < count; i++) {
      if (!done[i] && least[i] < Infinity && (town === -1 || least[i] < least[town])) town = i;
    }
    if (town === -1) return -1;
    if (town === goal) {
      const free = [...ways[goal]].sort((a, b) => b - a).slice(0, vouchers);
      return least[goal] - free.reduce((sum, price) => sum + price, 0);
    }
    done[town] = true;
    for (const [other, price] of neighbours[town]) {
      if (least[town] + price >= least[other]) continue;
      least[other] = least[town] + price;
      ways[other] = [...ways[town], price];
    }
  }
}
