function settingsLookup(lines, wanted) {
  const settings = new Map();
  for (const line of lines) {
    const equals = line.indexOf("=");
    if (line.trim().startsWith("#") || equals < 0) continue;
    settings.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
  }
  return wanted.map((key) => settings.get(key) ?? "");
}
