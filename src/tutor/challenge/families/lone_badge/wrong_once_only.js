function loneBadge(scans) {
  const counts = new Map();
  for (const badge of scans) counts.set(badge, (counts.get(badge) ?? 0) + 1);
  for (const [badge, count] of counts) {
    if (count === 1) return badge;
  }
  return -1;
}
