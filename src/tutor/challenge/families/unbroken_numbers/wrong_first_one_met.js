function longestUnbroken(numbers) {
  const there = new Set(numbers);
  let best = [];
  for (const first of there) {
    if (there.has(first - 1)) continue;
    let last = first;
    while (there.has(last + 1)) last++;
    if (best.length === 0 || last - first > best[1] - best[0]) best = [first, last];
  }
  return best;
}
