function lastStop(minutes, time) {
  if (minutes.length === 0) return 0;
  let rest = time;
  let stop = 0;
  let step = 1;
  for (;;) {
    if (stop === minutes.length) step = -1;
    else if (stop === 0) step = 1;
    const leg = step === 1 ? minutes[stop] : minutes[stop - 1];
    if (rest < leg) return stop;
    rest -= leg;
    stop += step;
  }
}
