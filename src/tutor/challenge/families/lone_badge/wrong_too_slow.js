function loneBadge(scans) {
  for (const badge of scans) {
    let count = 0;
    for (const other of scans) {
      if (other === badge) count++;
    }
    if (count % 2 === 1) return badge;
  }
  return -1;
}
