function workOut(expression) {
  const apply = (left, operator, right) => {
    if (operator === "+") return left + right;
    if (operator === "-") return left - right;
    if (operator === "*") return left * right;
    return right ? Math.trunc(left / right) : 0;
  };
  const stack = [];
  let total = 0;
  let operator = "+";
  for (const [token] of expression.matchAll(/\d+|[-+*/()]/g)) {
    if (token === "(") {
      stack.push([total, operator]);
      [total, operator] = [0, "+"];
    } else if (token === ")") {
      const value = total;
      [total, operator] = stack.pop();
      total = apply(total, operator, value);
    } else if ("+-*/".includes(token)) {
      operator = token;
    } else {
      total = apply(total, operator, Number(token));
    }
  }
  return total + 0;
}
