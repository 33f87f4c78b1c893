function settingsLookup(lines, wanted) {
  const settings = new Map();
  for (const line of lines) {
    const text = line.split("#")[0];
    const equals = text.indexOf("=");
    if (equals < 0) continue;
    const key = text.slice(0, equals).trim();
    if (!settings.has(key)) settings.set(key, text.slice(equals + 1).trim());
  }
  return wanted.map((key) => settings.get(key) ?? "");
}
