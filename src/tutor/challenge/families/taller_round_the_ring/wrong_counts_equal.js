function stepsToTaller(heights) {
  const count = heights.length;
  const steps = new Array(count).fill(0);
  const waiting = [];
  for (let position = 0; position < 2 * count; position++) {
    const height = heights[position % count];
    while (waiting.length && heights[waiting.at(-1)] <= height) {
      const place = waiting.pop();
      steps[place] = (position - place) % count;
    }
    if (position < count) waiting.push(position);
  }
  return steps;
}
