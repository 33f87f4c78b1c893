function isMirror(text, begin, last) {
  for (; begin < last; begin++, last--) {
    if (text[begin] !== text[last]) return false;
  }
  return true;
}

function longestMirror(text) {
  let best = "";
  for (let begin = 0; begin < text.length; begin++) {
    for (let last = begin; last < text.length; last++) {
      if (isMirror(text, begin, last) && last - begin + 1 > best.length) best = text.slice(begin, last + 1);
    }
  }
  return best;
}
