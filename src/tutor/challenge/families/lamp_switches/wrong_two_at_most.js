function largestDisplay(start, switches) {
  let largest = start;
  for (let i = 0; i < switches.length; i++) {
    largest = Math.max(largest, start ^ switches[i]);
    for (let j = i + 1; j < switches.length; j++) largest = Math.max(largest, start ^ switches[i] ^ switches[j]);
  }
  return largest;
}
