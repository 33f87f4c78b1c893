function repairCost(written, wanted, insertCost, removeCost, changeCost) {
  const cost = (i, j) => {
    if (i === written.length) return (wanted.length - j) * insertCost;
    if (j === wanted.length) return (written.length - i) * removeCost;
    if (written[i] === wanted[j]) return cost(i + 1, j + 1);
    return Math.min(
      cost(i + 1, j + 1) + changeCost,
      cost(i + 1, j) + removeCost,
      cost(i, j + 1) + insertCost,
    );
  };
  return cost(0, 0);
}
