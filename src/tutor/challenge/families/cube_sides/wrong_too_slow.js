function cubeSides(amounts) {
  return amounts.map((amount) => {
    let side = 0;
    while ((side + 1) * (side + 1) * (side + 1) <= amount) side++;
    return side;
  });
}
