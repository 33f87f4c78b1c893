function kthRow(pairs, deepest, number) {
  const memo = Array.from({ length: 2 * pairs + 1 }, () => []);

  function endings(left, depth) {
    if (depth < 0 || depth > left) return 0;
    if (left === 0) return 1;
    memo[left][depth] ??= endings(left - 1, depth + 1) + endings(left - 1, depth - 1);
    return memo[left][depth];
  }

  if (number > endings(2 * pairs, 0)) return "";
  let row = "";
  let depth = 0;
  for (let left = 2 * pairs - 1; left >= 0; left--) {
    const opened = endings(left, depth + 1);
    if (number <= opened) {
      row += "(";
      depth++;
    } else {
      number -= opened;
      row += ")";
      depth--;
    }
  }
  return row;
}
