function distancesInOrder(positions, home) {
  return [...new Set(positions.map((position) => Math.abs(position - home)))].sort((a, b) => a - b);
}
