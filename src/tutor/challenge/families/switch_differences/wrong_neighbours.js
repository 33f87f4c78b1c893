function totalDifferences(codes) {
  let total = 0;
  for (let i = 1; i < codes.length; i++) {
    for (let rest = codes[i - 1] ^ codes[i]; rest; rest &= rest - 1) total++;
  }
  return total;
}
