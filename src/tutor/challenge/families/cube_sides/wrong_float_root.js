function cubeSides(amounts) {
  return amounts.map((amount) => Math.floor(amount ** (1 / 3)));
}
