function workOut(expression) {
  // Each term has the sign before it; the last ones are put together first.
  const close = (terms) =>
    terms.reduceRight((value, [sign, term]) => (sign === "+" ? term + value : -(term + value)), 0);
  const stack = [];
  let terms = [];
  let operator = "+";
  const take = (value) => {
    const last = terms[terms.length - 1];
    if (operator === "*") last[1] *= value;
    else if (operator === "/") last[1] = value ? Math.trunc(last[1] / value) : 0;
    else terms.push([operator, value]);
  };
  for (const [token] of expression.matchAll(/\d+|[-+*/()]/g)) {
    if (token === "(") {
      stack.push([terms, operator]);
      [terms, operator] = [[], "+"];
    } else if (token === ")") {
      const value = close(terms);
      [terms, operator] = stack.pop();
      take(value);
    } else if ("+-*/".includes(token)) {
      operator = token;
    } else {
      take(Number(token));
    }
  }
  return close(terms) + 0;
}
