function letterAt(pattern, place) {
  const isDigit = (symbol) => symbol >= "0" && symbol <= "9";
  const endOf = (start) => {
    let depth = 0;
    for (let i = start; i < pattern.length; i++) {
      if (pattern[i] === "[") depth++;
      else if (pattern[i] === "]" && --depth === 0) return i;
    }
    return pattern.length;
  };
  const end = new Map();
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === "[") end.set(i, endOf(i));
  }
  const unit = new Map();
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
