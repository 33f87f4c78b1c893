function workOut(expression) {
  // Finds the first of these operators and puts its result in its place.
  const step = (tokens, first, second) => {
    for (let i = 0; i < tokens.length; i++) {
      if (tokens[i] !== first && tokens[i] !== second) continue;
      const [left, operator, right] = tokens.slice(i - 1, i + 2);
      let value = left * right;
      if (operator === "/") value = Math.trunc(left / right);
      if (operator === "+") value = left + right;
      if (operator === "-") value = left - right;
      tokens.splice(i - 1, 3, value);
      return true;
    }
    return false;
  };
  const flat = (tokens) => {
    const parts = tokens[0] === "-" ? [0, ...tokens] : tokens;
    while (step(parts, "*", "/"));
    while (step(parts, "+", "-"));
    return parts[0];
  };
  const tokens = (expression.match(/\d+|[-+*/()]/g) ?? []).map((token) => (/\d/.test(token) ? Number(token) : token));
  for (;;) {
    const close = tokens.indexOf(")");
    if (close < 0) return flat(tokens) + 0;
    const start = tokens.lastIndexOf("(", close);
    tokens.splice(start, close - start + 1, flat(tokens.slice(start + 1, close)));
  }
}
