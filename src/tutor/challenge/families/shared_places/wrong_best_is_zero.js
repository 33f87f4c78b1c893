function sharedPlaces(scores) {
  const places = new Map();
  let place = 0;
  let previous = 0;
  [...scores].sort((a, b) => b - a).forEach((score, index) => {
    if (score !== previous) {
      place = index + 1;
      previous = score;
    }
    places.set(score, place);
  });
  return scores.map((score) => places.get(score));
}
