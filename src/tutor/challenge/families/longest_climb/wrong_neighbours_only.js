function longestClimb(heights, step) {
  let longest = 0;
  let run = 0;
  heights.forEach((height, place) => {
    run = place > 0 && height - heights[place - 1] >= step ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  return longest;
}
