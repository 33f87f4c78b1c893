function busiestWord(text) {
  const counts = new Map();
  for (const word of text.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
  let busiest = "";
  let most = 0;
  for (const [word, count] of counts) {
    if (count > most) [busiest, most] = [word, count];
  }
  return busiest;
}
