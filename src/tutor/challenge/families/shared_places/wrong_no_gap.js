function sharedPlaces(scores) {
  const ordered = [...new Set(scores)].sort((a, b) => b - a);
  const places = new Map(ordered.map((score, index) => [score, index + 1]));
  return scores.map((score) => places.get(score));
}
