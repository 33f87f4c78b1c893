function counterOfEach(minutes, counters) {
  const free = new Array(counters).fill(0);
  return minutes.map((duration) => {
    let first = 0;
    for (let counter = 0; counter < counters; counter++) {
      if (free[counter] < free[first]) first = counter;
    }
    free[first] += duration;
    return first;
  });
}
