function letterAt(pattern, place) {
  const isDigit = (symbol) => symbol >= "0" && symbol <= "9";
  const unit = new Map(); // For each opening bracket: the length of one copy of what is in it ...
  const end = new Map(); // ... and where it ends.
  const stack = [];
  let length = 0;
  let count = 0;
  for (let i = 0; i < pattern.length; i++) {
    const symbol = pattern[i];
    if (isDigit(symbol)) {
      count = count * 10 + Number(symbol);
    } else if (symbol === "[") {
      stack.push([i, length, count]);
      length = count = 0;
    } else if (symbol === "]") {
      const [start, before, times] = stack.pop();
      unit.set(start, length);
      end.set(start, i);
      length = before + times * length;
    } else {
      length++;
    }
  }

  let rest = place;
  count = 0;
  for (let i = 0; i < pattern.length; i++) {
    const symbol = pattern[i];
    if (isDigit(symbol)) {
      count = count * 10 + Number(symbol);
    } else if (symbol === "[") {
      const total = count * unit.get(i);
      if (rest < total) {
        rest %= unit.get(i);
      } else {
        rest -= total;
        i = end.get(i);
      }
      count = 0;
    } else if (symbol !== "]") {
      if (rest === 0) return symbol;
      rest--;
    }
  }
  return "";
}
