function stepsToTaller(heights) {
  const count = heights.length;
  return heights.map((height, place) => {
    for (let step = 1; step < count; step++) {
      if (heights[(place + step) % count] > height) return step;
    }
    return 0;
  });
}
