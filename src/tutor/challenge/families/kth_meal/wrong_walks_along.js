function kthMeal(firsts, seconds, place) {
  let i = 0;
  let j = 0;
  for (let step = 1; step < place; step++) {
    const canFirst = i + 1 < firsts.length;
    const canSecond = j + 1 < seconds.length;
    if (canFirst && (!canSecond || firsts[i + 1] + seconds[j] <= firsts[i] + seconds[j + 1])) {
      i++;
    } else if (canSecond) {
      j++;
    } else {
      break;
    }
  }
  return firsts[i] + seconds[j];
}
