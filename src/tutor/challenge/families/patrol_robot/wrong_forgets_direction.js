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
  const states = [];
  const seen = new Map();
  let state = [0, 0, 0, 1];
  while (states.length < rounds && !seen.has(state.slice(0, 2).join())) {
    seen.set(state.slice(0, 2).join(), states.length);
    states.push(state);
    state = play(state);
  }
  if (states.length < rounds) {
    const first = seen.get(state.slice(0, 2).join());
    state = states[first + ((rounds - first) % (states.length - first))];
  }
  return state.slice(0, 2);
}
