function towerHalfway(discs, moves) {
  const places = new Array(discs).fill(0);

  function settle(disc, start, goal, made) {
    if (disc === 0) return;
    const spare = 3 - start - goal;
    const half = 2 ** (disc - 1);
    if (made <= half) {
      places[disc - 1] = start;
      settle(disc - 1, start, spare, made);
    } else {
      places[disc - 1] = goal;
      settle(disc - 1, spare, goal, made - half);
    }
  }

  settle(discs, 0, 2, moves);
  return places;
}
