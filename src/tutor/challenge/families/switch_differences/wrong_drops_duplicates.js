function totalDifferences(codes) {
  const different = [...new Set(codes)];
  let total = 0;
  for (let bit = 0; bit < 31; bit++) {
    let on = 0;
    for (const code of different) on += (code >> bit) & 1;
    total += on * (different.length - on);
  }
  return total;
}
