function quarterTurns(picture, turns) {
  let turned = picture.map((row) => [...row]);
  const quarters = ((turns % 4) + 4) % 4;
  for (let i = 0; i < quarters; i++) {
    const old = turned;
    turned = old.map((_, row) => old.map((_, column) => old[old.length - 1 - column][row]));
  }
  return turned;
}
