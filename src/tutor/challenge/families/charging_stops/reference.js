function push(heap, value) {
  let at = heap.length;
  heap.push(value);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent] >= value) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = value;
}

function pop(heap) {
  const top = heap[0];
  const value = heap.pop();
  if (heap.length > 0) {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child + 1 < heap.length && heap[child + 1] > heap[child]) child++;
      if (child >= heap.length || heap[child] <= value) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = value;
  }
  return top;
}

function fewestStops(distance, charge, places, gains) {
  const order = places.map((_, stop) => stop).sort((a, b) => places[a] - places[b]);
  const passed = [];
  let reach = charge;
  let stops = 0;
  let next = 0;
  while (reach < distance) {
    while (next < order.length && places[order[next]] <= reach) push(passed, gains[order[next++]]);
    if (passed.length === 0) return -1;
    reach += pop(passed);
    stops++;
  }
  return stops;
}
