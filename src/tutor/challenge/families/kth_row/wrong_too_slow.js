function kthRow(pairs, deepest, number) {
  let seen = 0;

  function search(row, opened, depth) {
    if (row.length === 2 * pairs) {
      seen++;
      return seen === number ? row : null;
    }
    if (opened < pairs && depth < deepest) {
      const found = search(row + "(", opened + 1, depth + 1);
      if (found !== null) return found;
    }
    if (depth > 0) return search(row + ")", opened, depth - 1);
    return null;
  }

  return search("", 0, 0) ?? "";
}
