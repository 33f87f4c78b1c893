function linesLeft(actions) {
  const lines = [];
  let undone = [];
  for (const action of actions) {
    const space = action.indexOf(" ");
    const what = action.slice(0, space);
    const rest = action.slice(space + 1);
    if (what === "add") {
      lines.push(rest);
      undone = [];
      continue;
    }
    const [source, target] = what === "undo" ? [lines, undone] : [undone, lines];
    if (source.length < Number(rest)) continue;
    for (let count = Number(rest); count > 0; count--) target.push(source.pop());
  }
  return lines;
}
