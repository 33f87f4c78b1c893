function shortenSignal(signal) {
  const parts = [];
  for (let start = 0, end = 0; start < signal.length; start = end) {
    while (end < signal.length && signal[end] === signal[start]) end++;
    parts.push(signal[start]);
    if (end - start > 1) parts.push(end - start);
  }
  return parts.join("");
}
