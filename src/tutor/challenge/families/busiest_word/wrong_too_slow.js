function busiestWord(text) {
  const words = text.split(/ +/).filter(Boolean);
  let busiest = "";
  let most = 0;
  for (const word of words) {
    let count = 0;
    for (const other of words) {
      if (other === word) count++;
    }
    if (count > most) [busiest, most] = [word, count];
  }
  return busiest;
}
