function shortenSignal(signal) {
  const counts = new Map();
  for (const letter of signal) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts].map(([letter, count]) => letter + (count > 1 ? count : "")).join("");
}
