function totalDifferences(codes) {
  let total = 0;
  for (let i = 0; i < codes.length; i++) {
    for (let j = i + 1; j < codes.length; j++) {
      for (let rest = codes[i] ^ codes[j]; rest; rest &= rest - 1) total++;
    }
  }
  return total;
}
