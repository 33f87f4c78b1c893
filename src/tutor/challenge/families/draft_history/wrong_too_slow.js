function linesLeft(actions) {
  let lines = [];
  for (const action of actions) {
    const space = action.indexOf(" ");
    const what = action.slice(0, space);
    const rest = action.slice(space + 1);
    if (what === "add") {
      lines = lines.filter((entry) => entry.there);
      lines.push({ line: rest, there: true });
      continue;
    }
    for (let count = Number(rest); count > 0; count--) {
      let found = null;
      for (const entry of lines) {
        if (what === "undo" && entry.there) found = entry;
        if (what === "redo" && !entry.there && found === null) found = entry;
      }
      if (found !== null) found.there = what === "redo";
    }
  }
  return lines.filter((entry) => entry.there).map((entry) => entry.line);
}
