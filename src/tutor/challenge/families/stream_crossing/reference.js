function streamCrossing(stones, reach) {
  const bank = stones.length;
  const memo = new Map([[bank, 1]]);

  function waysFrom(place) {
    if (memo.has(place)) return memo.get(place);
    let ways = 0;
    if (stones[place] !== "x") {
      for (let landing = place + 1; landing <= Math.min(place + reach, bank); landing++) ways += waysFrom(landing);
    }
    memo.set(place, ways);
    return ways;
  }

  return waysFrom(-1);
}
