function bestDays(amounts, days) {
  let total = 0;
  let most = 0;
  let best = -1;
  for (let end = 0; end < amounts.length; end++) {
    total += amounts[end];
    if (end < days - 1) continue;
    if (total > most) {
      most = total;
      best = end - days + 1;
    }
    total -= amounts[end - days + 1];
  }
  return best;
}
