function robotAfter(grid, commands, rounds) {
  const play = ([row, column, down, right]) => {
    for (const command of commands) {
      if (command === "L") {
        [down, right] = [-right, down];
      } else if (command === "R") {
        [down, right] = [right, -down];
      } else {
        const step = command === "F" ? 1 : -1;
        const [r, c] = [row + step * down, column + step * right];
        if (grid[r]?.[c] === ".") [row, column] = [r, c];
      }
    }
    return [row, column, down, right];
  };
  let state = [0, 0, 0, 1];
  for (let round = 0; round < rounds; round++) state = play(state);
  return state.slice(0, 2);
}
