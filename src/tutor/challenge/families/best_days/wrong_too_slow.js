function bestDays(amounts, days) {
  let best = -1;
  let most = -Infinity;
  for (let start = 0; start + days <= amounts.length; start++) {
    const total = amounts.slice(start, start + days).reduce((sum, amount) => sum + amount, 0);
    if (total > most) {
      most = total;
      best = start;
    }
  }
  return best;
}
