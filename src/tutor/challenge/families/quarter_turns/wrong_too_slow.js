function quarterTurns(picture, turns) {
  let turned = picture.map((row) => [...row]);
  for (let i = 0; i < Math.abs(turns) && turned.length > 0; i++) {
    const old = turned;
    const columns = old[0].map((_, column) => old.map((row) => row[column]));
    turned = turns > 0 ? columns.map((column) => column.reverse()) : columns.reverse();
  }
  return turned;
}
