function largestBanner(poles) {
  let largest = 0;
  for (let left = 0; left < poles.length; left++) {
    for (let right = left + 1; right < poles.length; right++) {
      largest = Math.max(largest, Math.min(poles[left], poles[right]) * (right - left));
    }
  }
  return largest;
}
