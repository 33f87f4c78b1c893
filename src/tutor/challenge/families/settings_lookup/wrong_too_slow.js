function settingsLookup(lines, wanted) {
  return wanted.map((wantedKey) => {
    let found = "";
    for (const line of lines) {
      const text = line.split("#")[0];
      const equals = text.indexOf("=");
      if (equals >= 0 && text.slice(0, equals).trim() === wantedKey) found = text.slice(equals + 1).trim();
    }
    return found;
  });
}
