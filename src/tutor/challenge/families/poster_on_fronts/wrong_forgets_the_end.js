function largestPoster(heights, widths) {
  const steps = [];
  let at = 0;
  let best = 0;
  for (let i = 0; i < heights.length; i++) {
    const height = heights[i];
    let begin = at;
    while (steps.length && steps.at(-1).height >= height) {
      const top = steps.pop();
      best = Math.max(best, top.height * (at - top.begin));
      begin = top.begin;
    }
    steps.push({ begin, height });
    at += widths[i];
  }
  return best;
}
