function largestDisplay(start, switches) {
  const best = (place, shown) => {
    if (place === switches.length) return shown;
    return Math.max(best(place + 1, shown), best(place + 1, shown ^ switches[place]));
  };
  return best(0, start);
}
