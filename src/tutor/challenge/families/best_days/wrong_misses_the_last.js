function bestDays(amounts, days) {
  if (amounts.length < days) return -1;
  let total = 0;
  for (let place = 0; place < days; place++) total += amounts[place];
  let most = total;
  let best = 0;
  for (let start = 1; start < amounts.length - days; start++) {
    total += amounts[start + days - 1] - amounts[start - 1];
    if (total > most) {
      most = total;
      best = start;
    }
  }
  return best;
}
