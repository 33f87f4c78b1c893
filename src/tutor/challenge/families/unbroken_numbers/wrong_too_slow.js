function longestUnbroken(numbers) {
  const there = new Set(numbers);
  let best = [];
  for (const first of there) {
    let last = first;
    while (there.has(last + 1)) last++;
    const longer = last - first - (best[1] - best[0]);
    if (best.length === 0 || longer > 0 || (longer === 0 && first < best[0])) best = [first, last];
  }
  return best;
}
