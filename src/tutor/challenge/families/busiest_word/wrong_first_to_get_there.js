function busiestWord(text) {
  const counts = new Map();
  let busiest = "";
  let most = 0;
  for (const word of text.split(/ +/).filter(Boolean)) {
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    if (count > most) [busiest, most] = [word, count];
  }
  return busiest;
}
