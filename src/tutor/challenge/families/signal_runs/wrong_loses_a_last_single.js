function shortenSignal(signal) {
  let written = "";
  let count = 1;
  for (let place = 1; place < signal.length; place++) {
    if (signal[place] === signal[place - 1]) {
      count++;
    } else {
      written += signal[place - 1] + (count > 1 ? count : "");
      count = 1;
    }
  }
  if (count > 1) written += signal[signal.length - 1] + count;
  return written;
}
