function fewestRides(count, links, start, goal) {
  const reached = new Set([start]);
  let ring = new Set([start]);
  for (let rides = 0; ring.size > 0; rides++) {
    if (ring.has(goal)) return rides;
    const following = new Set();
    for (const [a, b] of links) {
      if (ring.has(a) && !reached.has(b)) following.add(b);
      if (ring.has(b) && !reached.has(a)) following.add(a);
    }
    following.forEach((stop) => reached.add(stop));
    ring = following;
  }
  return -1;
}
