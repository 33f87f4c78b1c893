function quizTable(names, points, minutes) {
  const order = names.map((_, i) => i);

  function standsHigher(i, j) {
    if (points[i] !== points[j]) return points[i] > points[j];
    if (minutes[i] !== minutes[j]) return minutes[i] < minutes[j];
    return names[i] < names[j];
  }

  for (let place = 0; place < order.length; place++) {
    let best = place;
    for (let other = place + 1; other < order.length; other++) {
      if (standsHigher(order[other], order[best])) best = other;
    }
    [order[place], order[best]] = [order[best], order[place]];
  }
  return order.map((i) => names[i]);
}
