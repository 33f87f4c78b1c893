function quizTable(names, points, minutes) {
  const order = names.map((_, i) => i);
  order.sort((i, j) => points[j] - points[i] || minutes[i] - minutes[j]);
  return order.map((i) => names[i]);
}
