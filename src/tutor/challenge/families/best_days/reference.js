function bestDays(amounts, days) {
  if (amounts.length < days) return -1;
  let total = 0;
  for (let place = 0; place < days; place++) total += amounts[place];
  let most = total;
  let best = 0;
  for (let end = days; end < amounts.length; end++) {
    total += amounts[end] - amounts[end - days];
    if (total > most) {
      most = total;
      best = end - days + 1;
    }
  }
  return best;
}
