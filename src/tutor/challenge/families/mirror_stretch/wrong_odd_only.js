function longestMirror(text) {
  let best = "";
  for (let center = 0; center < text.length; center++) {
    let reach = 0;
    while (center - reach > 0 && center + reach + 1 < text.length && text[center - reach - 1] === text[center + reach + 1]) reach++;
    if (2 * reach + 1 > best.length) best = text.slice(center - reach, center + reach + 1);
  }
  return best;
}
