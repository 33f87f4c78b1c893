function linesLeft(actions) {
  const lines = [];
  let undone = [];
  for (const action of actions) {
    const [what, rest] = action.split(" ", 2);
    if (what === "add") {
      lines.push(rest);
      undone = [];
      continue;
    }
    const [source, target] = what === "undo" ? [lines, undone] : [undone, lines];
    for (let count = Number(rest); count > 0 && source.length; count--) target.push(source.pop());
  }
  return lines;
}
