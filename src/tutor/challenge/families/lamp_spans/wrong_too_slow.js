function lampSpans(starts, ends, gap) {
  const spans = starts.map((start, i) => [start, ends[i]]);
  let again = true;
  while (again) {
    again = false;
    for (let i = 0; i < spans.length; i++) {
      for (let j = i + 1; j < spans.length; j++) {
        if (spans[i] && spans[j] && spans[j][0] - spans[i][1] <= gap && spans[i][0] - spans[j][1] <= gap) {
          spans[i] = [Math.min(spans[i][0], spans[j][0]), Math.max(spans[i][1], spans[j][1])];
          spans[j] = null;
          again = true;
        }
      }
    }
  }
  return spans.filter((span) => span).sort((a, b) => a[0] - b[0]);
}
