function bridgeByBridge(count, bridges) {
  const leader = Array.from({ length: count }, (_, place) => place);
  const size = new Array(count).fill(1);
  const find = (place) => {
    while (leader[place] !== place) {
      leader[place] = leader[leader[place]];
      place = leader[place];
    }
    return place;
  };
  let groups = count;
  return bridges.map(([a, b]) => {
    let [large, small] = [find(a), find(b)];
    if (large !== small) {
      if (size[large] < size[small]) [large, small] = [small, large];
      leader[small] = large;
      size[large] += size[small];
      groups--;
    }
    return groups;
  });
}
