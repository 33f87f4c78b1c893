function shortenSignal(signal) {
  let written = "";
  for (let start = 0; start < signal.length; start++) {
    if (start > 0 && signal[start] === signal[start - 1]) continue;
    let length = 0;
    let ended = false;
    for (let place = start; place < signal.length; place++) {
      if (signal[place] !== signal[start]) ended = true;
      if (!ended) length++;
    }
    written += signal[start] + (length > 1 ? length : "");
  }
  return written;
}
