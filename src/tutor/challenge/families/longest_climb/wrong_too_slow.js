function longestClimb(heights, step) {
  const climbs = [];
  let longest = 0;
  for (let i = 0; i < heights.length; i++) {
    let best = 0;
    for (let j = 0; j < i; j++) {
      if (climbs[j] > best && heights[i] - heights[j] >= step) best = climbs[j];
    }
    climbs.push(best + 1);
    longest = Math.max(longest, best + 1);
  }
  return longest;
}
