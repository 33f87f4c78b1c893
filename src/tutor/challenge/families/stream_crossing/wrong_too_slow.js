function streamCrossing(stones, reach) {
  const bank = stones.length;

  function waysFrom(place) {
    if (place === bank) return 1;
    if (stones[place] === "x") return 0;
    let ways = 0;
    for (let landing = place + 1; landing <= Math.min(place + reach, bank); landing++) ways += waysFrom(landing);
    return ways;
  }

  return waysFrom(-1);
}
