function towerHalfway(discs, moves) {
  const places = new Array(discs).fill(0);
  let left = moves;

  function shift(disc, start, goal) {
    if (disc === 0 || left === 0) return;
    const spare = 3 - start - goal;
    shift(disc - 1, start, spare);
    if (left > 0) {
      places[disc - 1] = goal;
      left--;
      shift(disc - 1, spare, goal);
    }
  }

  shift(discs, 0, 2);
  return places;
}
