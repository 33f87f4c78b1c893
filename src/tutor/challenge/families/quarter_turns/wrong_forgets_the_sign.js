function quarterTurns(picture, turns) {
  let turned = picture.map((row) => [...row]);
  for (let i = 0; i < Math.abs(turns) % 4 && turned.length > 0; i++) {
    const old = turned;
    turned = old[0].map((_, column) => old.map((row) => row[column]).reverse());
  }
  return turned;
}
