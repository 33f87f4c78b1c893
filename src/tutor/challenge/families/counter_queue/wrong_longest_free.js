function counterOfEach(minutes, counters) {
  const free = new Array(counters).fill(0);
  const called = Array.from({ length: counters }, (_, counter) => counter);
  return minutes.map((duration, person) => {
    let first = 0;
    for (let counter = 1; counter < counters; counter++) {
      const sooner = free[counter] - free[first] || called[counter] - called[first];
      if (sooner < 0) first = counter;
    }
    free[first] += duration;
    called[first] = counters + person;
    return first;
  });
}
