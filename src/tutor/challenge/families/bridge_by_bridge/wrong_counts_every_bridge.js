function bridgeByBridge(count, bridges) {
  return bridges.map((_, place) => Math.max(1, count - place - 1));
}
