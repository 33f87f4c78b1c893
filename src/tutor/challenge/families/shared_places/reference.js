function sharedPlaces(scores) {
  const ordered = [...scores].sort((a, b) => b - a);
  const places = new Map();
  ordered.forEach((score, index) => {
    if (!places.has(score)) places.set(score, index + 1);
  });
  return scores.map((score) => places.get(score));
}
