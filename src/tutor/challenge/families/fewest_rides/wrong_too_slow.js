function fewestRides(count, links, start, goal) {
  const rides = new Array(count).fill(count);
  rides[start] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (const [a, b] of links) {
      if (rides[a] + 1 < rides[b]) {
        rides[b] = rides[a] + 1;
        changed = true;
      }
      if (rides[b] + 1 < rides[a]) {
        rides[a] = rides[b] + 1;
        changed = true;
      }
    }
  }
  return rides[goal] < count ? rides[goal] : -1;
}
