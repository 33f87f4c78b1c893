function largestPoster(heights, widths) {
  if (!heights.length) return 0;
  let left = 0;
  for (let i = 1; i < heights.length; i++) if (heights[i] > heights[left]) left = i;
  let right = left;
  let low = heights[left];
  let width = widths[left];
  let best = low * width;
  while (left > 0 || right < heights.length - 1) {
    const goesLeft = right === heights.length - 1 || (left > 0 && heights[left - 1] >= heights[right + 1]);
    const next = goesLeft ? --left : ++right;
    low = Math.min(low, heights[next]);
    width += widths[next];
    best = Math.max(best, low * width);
  }
  return best;
}
