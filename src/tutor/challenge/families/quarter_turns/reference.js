function quarterTurns(picture, turns) {
  let turned = picture.map((row) => [...row]);
  const quarters = ((turns % 4) + 4) % 4;
  for (let i = 0; i < quarters && turned.length > 0; i++) {
    const old = turned;
    turned = old[0].map((_, column) => old.map((row) => row[column]).reverse());
  }
  return turned;
}
