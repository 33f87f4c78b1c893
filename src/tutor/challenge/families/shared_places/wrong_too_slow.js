function sharedPlaces(scores) {
  const places = [];
  for (const score of scores) {
    let place = 1;
    for (const other of scores) {
      if (other > score) place++;
    }
    places.push(place);
  }
  return places;
}
