function fewestRides(count, links, start, goal) {
  const neighbours = Array.from({ length: count }, () => []);
  for (const [a, b] of links) neighbours[a].push(b);
  const rides = new Array(count).fill(-1);
  rides[start] = 0;
  const queue = [start];
  for (const stop of queue) {
    for (const other of neighbours[stop]) {
      if (rides[other] !== -1) continue;
      rides[other] = rides[stop] + 1;
      queue.push(other);
    }
  }
  return rides[goal];
}
