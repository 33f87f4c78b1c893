function loneChimes(firstMinute, lastMinute, everyA, everyB) {
  let count = 0;
  for (let minute = firstMinute; minute <= lastMinute; minute++) {
    if ((minute % everyA === 0) !== (minute % everyB === 0)) count++;
  }
  return count;
}
