function distancesInOrder(positions, home) {
  const distances = positions.map((position) => Math.abs(position - home));
  for (let place = 0; place < distances.length; place++) {
    let smallest = place;
    for (let other = place + 1; other < distances.length; other++) {
      if (distances[other] < distances[smallest]) smallest = other;
    }
    [distances[place], distances[smallest]] = [distances[smallest], distances[place]];
  }
  return distances;
}
