function sharedPlaces(scores) {
  const order = scores.map((_, i) => i).sort((i, j) => scores[j] - scores[i]);
  const places = new Array(scores.length).fill(0);
  order.forEach((i, index) => {
    places[i] = index + 1;
  });
  return places;
}
