function settingsLookup(lines, wanted) {
  const settings = new Map();
  for (const line of lines) {
    const [key, value] = line.split("#")[0].split("=");
    if (value !== undefined) settings.set(key.trim(), value.trim());
  }
  return wanted.map((key) => settings.get(key) ?? "");
}
