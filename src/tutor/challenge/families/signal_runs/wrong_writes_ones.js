function shortenSignal(signal) {
  let written = "";
  for (let start = 0, end = 0; start < signal.length; start = end) {
    while (end < signal.length && signal[end] === signal[start]) end++;
    written += signal[start] + (end - start);
  }
  return written;
}
