function loneBadge(scans) {
  const inside = new Set();
  for (const badge of scans) {
    if (!inside.delete(badge)) inside.add(badge);
  }
  return [...inside].find((badge) => badge) || -1;
}
