function distancesInOrder(positions, home) {
  return positions.map((position) => Math.abs(position - home));
}
