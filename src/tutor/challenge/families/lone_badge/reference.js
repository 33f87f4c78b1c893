function loneBadge(scans) {
  let lone = 0;
  for (const badge of scans) lone ^= badge;
  return lone;
}
