function counterOfEach(minutes, counters) {
  // A heap of counters, the one that is free first on top.
  const heap = Array.from({ length: counters }, (_, counter) => counter);
  const free = new Array(counters).fill(0);
  const before = (a, b) => free[a] < free[b] || (free[a] === free[b] && a < b);
  const sink = () => {
    const counter = heap[0];
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child + 1 < counters && before(heap[child + 1], heap[child])) child++;
      if (child >= counters || before(counter, heap[child])) break;
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = counter;
  };
  return minutes.map((duration) => {
    const counter = heap[0];
    free[counter] += duration;
    sink();
    return counter;
  });
}
