function workOut(expression) {
  let total = 0;
  let term = 0;
  let operator = "+";
  const take = (value) => {
    if (operator === "*") {
      term *= value;
    } else if (operator === "/") {
      term = Math.floor(term / value);
    } else {
      total += term;
      term = operator === "+" ? value : -value;
    }
  };
  const stack = [];
  for (const [token] of expression.matchAll(/\d+|[-+*/()]/g)) {
    if (token === "(") {
      stack.push([total, term, operator]);
      [total, term, operator] = [0, 0, "+"];
    } else if (token === ")") {
      const value = total + term;
      [total, term, operator] = stack.pop();
      take(value);
    } else if ("+-*/".includes(token)) {
      operator = token;
    } else {
      take(Number(token));
    }
  }
  return total + term;
}
