function blockedViews(heights, gap) {
  let pairs = 0;
  for (let i = 0; i < heights.length; i++) {
    for (let j = i + 1; j < heights.length; j++) {
      if (heights[i] - heights[j] > gap) pairs++;
    }
  }
  return pairs;
}
