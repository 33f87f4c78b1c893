function totalDifferences(codes) {
  let total = 0;
  for (let bit = 0; bit < 31; bit++) {
    let on = 0;
    for (const code of codes) on += (code >> bit) & 1;
    total += on * (codes.length - on);
  }
  return total;
}
