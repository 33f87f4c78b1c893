function longestClimb(heights, step) {
  const ends = [];
  for (const height of heights) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] < height - step) low = middle + 1;
      else high = middle;
    }
    if (low === ends.length || height < ends[low]) ends[low] = height;
  }
  return ends.length;
}
