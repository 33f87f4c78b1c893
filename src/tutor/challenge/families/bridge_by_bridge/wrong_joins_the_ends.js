function bridgeByBridge(count, bridges) {
  const leader = Array.from({ length: count }, (_, place) => place);
  const find = (place) => {
    while (leader[place] !== place) place = leader[place];
    return place;
  };
  let groups = count;
  return bridges.map(([a, b]) => {
    if (find(a) !== find(b)) {
      leader[a] = b;
      groups--;
    }
    return groups;
  });
}
