function quizTable(names, points, minutes) {
  const order = names.map((_, i) => i);
  order.sort((i, j) => points[j] - points[i] || minutes[j] - minutes[i] || (names[i] < names[j] ? -1 : 1));
  return order.map((i) => names[i]);
}
