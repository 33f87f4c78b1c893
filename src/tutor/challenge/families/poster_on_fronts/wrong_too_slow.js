function largestPoster(heights, widths) {
  let best = 0;
  for (let begin = 0; begin < heights.length; begin++) {
    let low = heights[begin];
    let width = 0;
    for (let end = begin; end < heights.length; end++) {
      if (heights[end] < low) low = heights[end];
      width += widths[end];
      if (low * width > best) best = low * width;
    }
  }
  return best;
}
