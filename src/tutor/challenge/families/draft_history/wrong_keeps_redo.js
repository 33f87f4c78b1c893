function linesLeft(actions) {
  const lines = [];
  const undone = [];
  for (const action of actions) {
    const space = action.indexOf(" ");
    const what = action.slice(0, space);
    const rest = action.slice(space + 1);
    if (what === "add") {
      lines.push(rest);
      continue;
    }
    const [source, target] = what === "undo" ? [lines, undone] : [undone, lines];
    for (let count = Number(rest); count > 0 && source.length; count--) target.push(source.pop());
  }
  return lines;
}
