function lastStop(minutes, time) {
  if (minutes.length === 0) return 0;
  let rest = time % (2 * minutes.reduce((sum, leg) => sum + leg, 0));
  for (let stop = 0; stop < minutes.length; stop++) {
    if (rest < minutes[stop]) return stop;
    rest -= minutes[stop];
  }
  for (let stop = minutes.length; stop > 0; stop--) {
    if (rest < minutes[stop - 1]) return stop;
    rest -= minutes[stop - 1];
  }
  return 0;
}
