function counterOfEach(minutes, counters) {
  return minutes.map((_, person) => person % counters);
}
