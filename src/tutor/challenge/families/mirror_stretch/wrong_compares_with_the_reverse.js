function longestMirror(text) {
  const backwards = [...text].reverse();
  let best = "";
  let above = new Array(text.length + 1).fill(0);
  for (let i = 0; i < text.length; i++) {
    const row = new Array(text.length + 1).fill(0);
    for (let j = 0; j < text.length; j++) {
      if (text[i] !== backwards[j]) continue;
      row[j + 1] = above[j] + 1;
      if (row[j + 1] > best.length) best = text.slice(i + 1 - row[j + 1], i + 1);
    }
    above = row;
  }
  return best;
}
