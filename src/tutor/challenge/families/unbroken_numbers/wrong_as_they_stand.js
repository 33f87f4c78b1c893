function longestUnbroken(numbers) {
  let best = [];
  let start = 0;
  for (let place = 0; place < numbers.length; place++) {
    if (place > 0 && numbers[place] !== numbers[place - 1] + 1) start = place;
    const [first, last] = [numbers[start], numbers[place]];
    const longer = last - first - (best[1] - best[0]);
    if (best.length === 0 || longer > 0 || (longer === 0 && first < best[0])) best = [first, last];
  }
  return best;
}
