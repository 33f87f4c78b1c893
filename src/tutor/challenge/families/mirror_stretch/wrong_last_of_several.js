function longestMirror(text) {
  let start = 0;
  let length = 0;
  for (let center = 0; center < 2 * text.length - 1; center++) {
    let begin = Math.ceil(center / 2);
    let end = Math.floor(center / 2) + 1;
    while (begin > 0 && end < text.length && text[begin - 1] === text[end]) {
      begin--;
      end++;
    }
    if (end - begin >= length) [start, length] = [begin, end - begin];
  }
  return text.slice(start, start + length);
}
