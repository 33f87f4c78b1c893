function loneBadge(scans) {
  for (let i = 0; i + 1 < scans.length; i += 2) {
    if (scans[i] !== scans[i + 1]) return scans[i];
  }
  return scans[scans.length - 1];
}
